// The list of calls: a search, and what is going on just now.

import { button, el, replace, roving } from "./draw.js";
import { recall, remember } from "./memory.js";
import { ask, ServerProblem } from "./server.js";
import { callPath, clock, day, duration, micros, outcomeTone, outcomeWords, shown } from "./words.js";

const PAGE = 50;
const ROWS_MOST = 1000;
/// How often the list is read anew while it is being looked at.
const POLL_MILLISECONDS = 2000;
/// A list that takes long to read is read less often: the collector is to do other things too.
const POLL_SHARE = 10;
const BACK_OFF_MILLISECONDS = 15_000;

const WORDS = ["number", "from", "to", "domain", "node", "address", "status", "outcome", "since", "until"];
const OUTCOMES = [
    "answered", "busy", "no_answer", "abandoned", "rejected", "not_found", "redirect", "auth", "client_error",
    "server_error", "timeout", "in_progress",
];
const TIMES = [["", "any time"], ["-15m", "last 15 minutes"], ["-1h", "last hour"], ["-24h", "last day"], ["-7d", "last week"]];

/// What a search text asks for: `{identity}` to show, or `{parameters}` to search by.
export function understand(text) {
    const parameters = new Map();
    const free = [];
    for (const word of text.trim().split(/\s+/).filter(Boolean)) {
        const colon = word.indexOf(":");
        const name = word.slice(0, Math.max(colon, 0)).toLowerCase();
        if (colon > 0 && WORDS.includes(name)) parameters.set(name, word.slice(colon + 1));
        else free.push(word);
    }
    if (parameters.size === 0 && free.length === 1 && isIdentity(free[0])) return { identity: free[0] };
    if (free.length > 0) parameters.set("number", free.join(" "));
    return { parameters };
}

/// True for what looks like a Call-ID, a UUID, a Session-ID or a call's id rather than a number.
function isIdentity(word) {
    return /@/.test(word) || /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(word) || /^[0-9a-f]{32}$/i.test(word)
        || (word.length > 20 && !word.includes("*"));
}

/// The list for a search text, kept up to date until `close()`.
export class CallsView {
    constructor(text, { search, notice }) {
        this.text = text;
        this.search = search;
        this.notice = notice;
        this.parameters = understand(text).parameters ?? new Map();
        this.calls = [];
        this.next = null;
        this.isLive = true;
        this.aborting = new AbortController();
        this.#build();
        document.addEventListener("visibilitychange", () => this.#wake(), { signal: this.aborting.signal });
        this.#poll();
    }

    /// Stops reading.
    close() {
        this.aborting.abort();
        clearTimeout(this.timer);
    }

    /// A key that no field has taken; true when it meant something here.
    key(event) {
        switch (event.key) {
        case "l": this.#toggle(); return true;
        case "ArrowDown": case "j": this.move(0); return true;
        default: return false;
        }
    }

    /// The name of this view, for the window's title.
    get title() { return this.text ? `${this.text} – calltrace` : "calltrace"; }

    #build() {
        const select = (name, title, options) => el(
            "select",
            { "aria-label": title, onchange: (event) => this.#refine(name, event.target.value) },
            options.map(([value, words]) => el(
                "option", { value, selected: (this.parameters.get(name) ?? "") === value }, words)));
        this.live = button("Live", "l", () => this.#toggle(), { class: "live", "aria-pressed": "true" });
        this.status = el("span", { class: "dim", role: "status" });
        this.body = el("tbody");
        this.more = button("More", null, () => this.#more(), { hidden: true });
        this.empty = el("p", { class: "empty", hidden: true });
        const heads = ["start (UTC)", "from", "to", "outcome", "status", "talked", "way", "node", "Call-ID"];
        this.element = el(
            "section", { class: "calls" },
            el("h1", { class: "unseen" }, "Calls"),
            el(
                "div", { class: "bar" }, this.live,
                select("outcome", "How it ended", [
                    ["", "any outcome"], ...OUTCOMES.map((one) => [one, outcomeWords(one)]),
                ]),
                select("since", "Since when", this.#times()),
                this.status),
            el("div", { class: "scroll" },
                el("table", { class: "list" }, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), this.body),
                this.empty, el("p", { class: "after" }, this.more)));
        this.move = roving(this.body, () => [...this.body.rows], (row) => remember("row", row.dataset.key));
        this.body.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.target.closest("tr")) event.target.closest("tr").querySelector("a").click();
        });
        this.body.addEventListener("click", (event) => {
            const row = event.target.closest("tr");
            if (row && !event.target.closest("a") && document.getSelection().isCollapsed) row.querySelector("a").click();
        });
    }

    #times() {
        const own = this.parameters.get("since");
        return own && !TIMES.some(([value]) => value === own) ? [[own, `since ${shown(own, 30)}`], ...TIMES] : TIMES;
    }

    #refine(name, value) {
        const words = this.text.trim().split(/\s+/).filter((word) => word && !word.toLowerCase().startsWith(`${name}:`));
        if (value) words.push(`${name}:${value}`);
        this.search(words.join(" "));
    }

    #toggle() {
        this.isLive = !this.isLive;
        this.live.setAttribute("aria-pressed", String(this.isLive));
        if (this.isLive) this.#poll();
        else clearTimeout(this.timer);
        this.#say();
    }

    #wake() {
        if (document.hidden) clearTimeout(this.timer);
        else if (this.isLive) this.#poll();
    }

    #path(cursor) {
        const query = new URLSearchParams();
        for (const [name, value] of this.parameters) query.set(name, value);
        query.set("limit", PAGE);
        if (cursor) query.set("cursor", cursor);
        // The collector takes a plus for a plus; URLSearchParams writes a blank so.
        return `/api/v1/calls?${query.toString().replaceAll("+", "%20")}`;
    }

    async #poll() {
        clearTimeout(this.timer);
        if (this.isPolling || document.hidden) return;
        this.isPolling = true;
        let wait = POLL_MILLISECONDS;
        const begun = performance.now();
        try {
            const page = await ask(this.#path(), this.aborting.signal);
            wait = Math.max(wait, (performance.now() - begun) * POLL_SHARE);
            this.problem = null;
            this.#take(page);
        } catch (error) {
            if (this.aborting.signal.aborted) return;
            // Others are searching too: the list stands, and is read a little later than theirs.
            const isBusy = error.code === "busy" && this.last !== undefined;
            this.problem = isBusy ? null : error instanceof ServerProblem ? error : new ServerProblem(String(error), 0);
            wait = isBusy ? wait * (1 + Math.random()) : BACK_OFF_MILLISECONDS;
            // A wrong question stays wrong.
            if (this.problem?.status === 400 || this.problem?.status === 401) this.isLive = false;
            this.#say();
        } finally {
            this.isPolling = false;
        }
        this.live.setAttribute("aria-pressed", String(this.isLive));
        if (this.isLive && !document.hidden) this.timer = setTimeout(() => this.#poll(), wait);
    }

    #take(page) {
        const text = JSON.stringify(page.calls);
        this.warnings = page.warnings;
        if (text !== this.last) {
            // Text that is being marked is not taken away under the mouse.
            const selection = document.getSelection();
            if (this.last !== undefined && !selection.isCollapsed && this.body.contains(selection.anchorNode)) return;
            this.last = text;
            this.calls = page.calls;
            this.next = page.next;
            this.#render();
        }
        this.#say();
    }

    async #more() {
        this.isLive = false;
        this.live.setAttribute("aria-pressed", "false");
        clearTimeout(this.timer);
        try {
            const page = await ask(this.#path(this.next), this.aborting.signal);
            const at = this.calls.length;
            this.calls = [...this.calls, ...page.calls].slice(0, ROWS_MOST);
            this.next = this.calls.length < ROWS_MOST ? page.next : null;
            this.warnings = [...new Set([...this.warnings, ...page.warnings])];
            this.last = undefined;
            this.#render();
            this.move(at);
        } catch (error) {
            if (!this.aborting.signal.aborted) this.problem = error;
        }
        this.#say();
    }

    #say() {
        const parts = [];
        if (this.problem) parts.push(`${this.problem.message}${this.isLive ? "; trying again" : ""}`);
        else if (!this.isLive) parts.push("not live");
        if (this.warnings?.length > 0) parts.push(...this.warnings.map((warning) => shown(warning, 200)));
        this.status.textContent = parts.join(" · ");
        this.status.className = this.problem || this.warnings?.length > 0 ? "bad" : "dim";
        this.empty.hidden = this.calls.length > 0 || (this.problem && !this.last);
        this.empty.textContent = this.parameters.size > 0
            ? "No call is as asked for. A text is compared whole: 49* is the beginning of a number, *4567 its end."
            : "No call yet. The health page says who is heard and what is missing.";
    }

    #render() {
        // At first the focus goes to the call that one comes back from.
        const isFirst = this.body.rows.length === 0 && document.activeElement === document.body;
        const focused = isFirst ? recall("row") : document.activeElement?.closest?.("tr")?.dataset.key;
        const hasFocus = isFirst || this.body.contains(document.activeElement);
        const today = day(Date.now() * 1000);
        replace(this.body, this.calls.map((call) => this.#row(call, today)));
        this.more.hidden = !this.next;
        const rows = [...this.body.rows];
        const row = rows.find((one) => one.dataset.key === focused);
        (row ?? rows[0])?.setAttribute("tabindex", "0");
        if (hasFocus && row) row.focus({ preventScroll: !isFirst });
    }

    #row(call, today) {
        const start = micros(call.start);
        const date = day(start) === today ? "" : `${day(start)} `;
        const target = call.target && call.target !== call.to ? ` (${shown(call.target, 32)})` : "";
        const cell = (text, name, title) => el("td", { class: name, title }, el("bdi", {}, text));
        return el(
            "tr", { tabindex: "-1", "data-key": `${shown(call.call_id, 256)} ${call.start}` },
            cell(date + clock(start), "number"),
            cell(shown(call.from, 32) || "–", "who"),
            cell(`${shown(call.to, 32) || "–"}${call.domain ? ` @${shown(call.domain, 40)}` : ""}${target}`, "who"),
            el("td", {}, el("span", { class: `tone ${outcomeTone(call.outcome)}` }, outcomeWords(call.outcome))),
            cell(call.status ?? "", "number"),
            cell(duration(call.duration_seconds ?? NaN), "number"),
            cell(`${shown(call.source, 48)} → ${shown(call.destination, 48)}`, "dim"),
            cell(shown(call.node, 24), "dim"),
            el("td", { class: "id" }, el(
                "a", { href: callPath(call.call_id), tabindex: "-1", title: shown(call.call_id, 300) },
                el("bdi", {}, shown(call.call_id, 60)))));
    }
}
