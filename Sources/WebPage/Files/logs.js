// The log lines of a call.

import { el, replace, roving } from "./draw.js";
import { logLine } from "./model.js";
import { clock, count, cut, lines, relative, shown } from "./words.js";

const ROWS_MOST = 2000;
const LEVELS = ["console", "alert", "crit", "err", "warning", "notice", "info", "debug"];

/// All log lines, with a filter by level, leg and text. `onopen` gets the number of the message.
export function logsView(model, onopen) {
    const logs = model.messages.map((message, index) => ({ message, index })).filter(({ message }) => message.kind === "log");
    const element = el("section", { class: "logs view" });
    if (logs.length === 0) {
        element.append(el(
            "p", { class: "empty" },
            "No log line names this call. A switch's log comes with its events (log_level), a proxy's by syslog."));
        return element;
    }
    const body = el("tbody");
    const said = el("span", { class: "dim", role: "status" });
    const level = el(
        "select", { "aria-label": "Level" }, el("option", { value: "7" }, "all levels"),
        ["err", "warning", "notice", "info"].map((one) => el("option", { value: LEVELS.indexOf(one) }, `${one} and worse`)));
    const leg = el(
        "select", { "aria-label": "Leg" }, el("option", { value: "0" }, "all legs"),
        model.legs.map((one) => el("option", { value: one.number }, `leg ${one.number}`)));
    const text = el("input", { type: "text", placeholder: "part of a line", "aria-label": "Part of a line", maxlength: "200" });
    const draw = () => {
        const part = text.value.toLowerCase();
        const found = logs.filter(({ message }) => {
            const severity = LEVELS.indexOf(message.level);
            return (level.value === "7" || (severity >= 0 && severity <= Number(level.value)))
                && (leg.value === "0" || model.legOf(message) === Number(leg.value))
                && (part === "" || message.text.toLowerCase().includes(part));
        });
        said.textContent = found.length > ROWS_MOST
            ? `the first ${ROWS_MOST} of ${found.length} lines` : count(found.length, "line");
        replace(body, found.slice(0, ROWS_MOST).map((one, at) => row(model, one, at)));
    };
    for (const one of [level, leg]) one.addEventListener("change", draw);
    text.addEventListener("input", draw);
    roving(body, () => [...body.rows]);
    body.addEventListener("keydown", (event) => {
        if (event.key === "Enter") onopen(Number(event.target.closest("tr")?.dataset.message));
    });
    body.addEventListener("dblclick", (event) => onopen(Number(event.target.closest("tr")?.dataset.message)));
    draw();
    element.append(
        el("div", { class: "bar" }, level, leg, text, said,
            el("span", { class: "dim hint" }, el("kbd", {}, "Enter"), " shows a line in the ladder")),
        el("div", { class: "scroll" }, el(
            "table", { class: "list" },
            el("thead", {}, el("tr", {}, ["UTC", "s", "leg", "node", "level", "text"].map((head) => el("th", { scope: "col" }, head)))),
            body)));
    return element;
}

function row(model, { message, index }, at) {
    const leg = model.legOf(message);
    const [, ...rest] = lines(message.text, 200);
    const text = [shown(logLine(message.text), 2000), ...rest.map((line) => cut(line, 2000))].join("\n");
    return el(
        "tr", { tabindex: at === 0 ? "0" : "-1", "data-message": index, class: `level-${LEVELS.includes(message.level) ? message.level : "info"}` },
        el("td", { class: "number" }, clock(model.times[index])),
        el("td", { class: "number" }, relative(model.times[index], model.start)),
        el("td", { class: `leg ${model.hue(leg)}` }, leg || ""),
        el("td", { class: "dim" }, shown(message.node, 32)),
        el("td", { class: "level" }, shown(message.level, 12)),
        el("td", { class: "text" }, text));
}
