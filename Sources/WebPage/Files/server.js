// Questions to the collector, with a token where it wants one.

import { recall, remember } from "./memory.js";

const TIMEOUT_MILLISECONDS = 30_000;

/// What went wrong with a question, in a sentence.
export class ServerProblem extends Error {
    /// `status` is 0 when there was no answer, `code` the word of the answer's error.
    constructor(text, status, code) {
        super(text);
        this.status = status;
        this.code = code;
    }
}

let askForToken = async () => false;

/// Sets who asks the person for a token. It returns false when none was given.
export function setTokenAsker(asker) {
    askForToken = asker;
}

/// The token of this tab.
export function token() {
    return recall("token");
}

/// Keeps a token for this tab.
export function setToken(text) {
    remember("token", text);
}

/// The answer to a GET as JSON. Asks for a token when the collector wants one.
export async function ask(path, signal) {
    const answer = await get(path, signal);
    try {
        return await answer.json();
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new ServerProblem("the answer is no JSON: is this address the collector's?", answer.status);
    }
}

/// The body of a GET, for a file.
export async function download(path) {
    return (await get(path)).blob();
}

async function get(path, signal) {
    for (;;) {
        const sent = token();
        const answer = await send(path, sent, signal);
        if (answer.ok) return answer;
        if (answer.status === 401) {
            // Another question may have been given a token in the meantime.
            if (sent !== token() || await askForToken(sent !== "")) continue;
            throw new ServerProblem("a token is needed to see this", 401, "token");
        }
        let error = {};
        try {
            error = (await answer.json()).error ?? {};
        } catch {
            // A proxy may answer with a page of its own.
        }
        throw new ServerProblem(
            error.text ?? `the collector answered ${answer.status}`, answer.status, error.code);
    }
}

async function send(path, token, signal) {
    const headers = { Accept: "*/*" };
    if (token) headers.Authorization = `Bearer ${token}`;
    const limit = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    try {
        return await fetch(path, {
            headers, cache: "no-store", credentials: "same-origin", redirect: "error",
            signal: signal ? AbortSignal.any([signal, limit]) : limit,
        });
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new ServerProblem("the collector does not answer", 0);
    }
}
