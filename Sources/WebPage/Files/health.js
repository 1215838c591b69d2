// How the collector is: what `calltrace doctor` says.

import { el, replace } from "./draw.js";
import { ask } from "./server.js";
import { duration, shown } from "./words.js";

/// The diagnosis, read once.
export class HealthView {
    constructor() {
        this.title = "health – calltrace";
        this.aborting = new AbortController();
        this.element = el("section", { class: "health-page view" }, el("h1", {}, "Health of the collector"));
        this.#read();
    }

    close() { this.aborting.abort(); }

    key(event) {
        if (event.key !== "r") return false;
        this.#read();
        return true;
    }

    async #read() {
        let diagnosis;
        try {
            diagnosis = await ask("/api/v1/doctor", this.aborting.signal);
        } catch (error) {
            if (this.aborting.signal.aborted) return;
            replace(this.element, el("h1", {}, "Health of the collector"), el("p", { class: "bad" }, error.message));
            return;
        }
        const table = (title, heads, rows) => rows.length > 0 && el(
            "table", { class: "list" }, el("caption", {}, title),
            el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
            el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell) => el("td", {}, cell))))));
        replace(
            this.element,
            el("h1", {}, "Health of the collector"),
            el("p", { class: `tone ${diagnosis.well ? "good" : "bad"}` },
                diagnosis.well ? "No call is being missed." : "Calls are being missed."),
            findingsList(diagnosis.findings.map((one) => ({
                ...one, text: `${one.text}${one.advice ? ` ${one.advice}` : ""}`,
            }))),
            table("Who is heard", ["node", "last heard", "calls up"], diagnosis.nodes.map((node) => [
                shown(node.name, 64), `${duration(node.age_seconds)} ago`, String(node.calls_active ?? ""),
            ])),
            table("Switches", ["name", "address", "state", "problem"], diagnosis.switches.map((one) => [
                shown(one.name, 64), shown(one.address, 64), shown(one.state, 24), shown(one.problem ?? "", 200),
            ])),
            table("Refused packets", ["reason", "packets"], diagnosis.refused.map((one) => [shown(one.reason, 32), String(one.packets)])),
            table("Dropped records", ["stage", "reason", "records"], diagnosis.dropped.map((one) => [
                shown(one.stage, 32), shown(one.reason, 32), String(one.records),
            ])),
            table("Followers of the journal", ["name", "behind"], diagnosis.followers.map((one) => [
                shown(one.name, 32), duration(one.lag_seconds),
            ])),
            el("p", { class: "dim" }, `calltrace ${shown(diagnosis.version, 40)}, ${diagnosis.hep_packets} HEP packets since ${shown(diagnosis.started.slice(0, 19), 20)} UTC`));
    }
}

/// Findings, the worst marked by a sign as well as by colour. `onopen` gets one that has a moment.
export function findingsList(findings, onopen) {
    const signs = { error: "✖", warning: "▲", info: "●" };
    return findings.length > 0 && el(
        "ul", { class: "findings" }, findings.slice(0, 100).map((finding) => {
            const text = shown(finding.text, 1000);
            const sign = el("span", { class: "sign", role: "img", "aria-label": shown(finding.severity, 12) }, signs[finding.severity] ?? "●");
            return el(
                "li", { class: `finding ${finding.severity === "error" || finding.severity === "warning" ? finding.severity : "info"}` },
                sign, " ",
                onopen && finding.at
                    ? el("button", { type: "button", class: "plain", title: "Show it in the ladder", onclick: () => onopen(finding) }, text)
                    : text);
        }));
}

/// Keeps the word in the head of the page up to date; reads again after a minute while it is looked at.
export function watchHealth(link) {
    let timer = 0;
    const read = async () => {
        clearTimeout(timer);
        if (document.hidden) return;
        try {
            const { well, findings } = await ask("/api/v1/doctor");
            const worst = findings.some((one) => one.severity === "error") || !well;
            const warned = findings.some((one) => one.severity === "warning");
            link.className = `health tone ${worst ? "bad" : warned ? "quiet" : "good"}`;
            link.textContent = worst ? "calls are missed" : warned ? "warnings" : "all well";
        } catch (error) {
            link.className = "health tone bad";
            link.textContent = error.status === 401 ? "token needed" : "no answer";
        }
        timer = setTimeout(read, 60_000);
    };
    document.addEventListener("visibilitychange", read);
    read();
}
