// What stands beside the ladder: a message whole, or what differs between two.

import { compare, middle } from "./diff.js";
import { button, el, replace } from "./draw.js";
import { qualityWords } from "./model.js";
import * as sip from "./sip.js";
import { clock, count, cut, day, lines, micros, relative, shown } from "./words.js";

const LINE_MOST = 2000;

/// The pane. `actions` are `{diff, close, step}`.
export class Inspector {
    constructor(model, actions) {
        this.model = model;
        this.actions = actions;
        this.element = el("aside", { class: "inspector", "aria-label": "Message" });
        this.clear();
    }

    /// Says what one can do here.
    clear() {
        replace(this.element, el(
            "p", { class: "empty" },
            "Select a row: ", el("kbd", {}, "↓"), " ", el("kbd", {}, "↑"), " or a click. Its message stands here."));
    }

    /// Moves the focus into the payload.
    focus() {
        this.element.querySelector("pre")?.focus();
    }

    /// Shows the message, or the messages, of a row. `marked` says that another one waits to be compared.
    show(row, marked) {
        const message = this.model.messages[row.messages[0]];
        const parts = message.kind === "sip" ? this.#sip(message, row, marked)
            : row.messages.flatMap((index) => this.#other(this.model.messages[index], row));
        replace(this.element, parts);
        this.element.scrollTop = 0;
    }

    #sip(message, row, marked) {
        const seen = message.seen_by.map((one) => {
            const late = micros(one.time) - micros(message.time);
            return `${shown(one.node, 64)}${late === 0 ? "" : ` (${(late / 1000).toFixed(1)} ms later)`}`;
        });
        const media = message.media?.length > 0 ? sip.mediaWords(message.media) : "";
        return [
            el("h2", { class: this.model.hue(row.leg) }, shown(this.model.label(message), 120)),
            facts([
                ["time", `${day(row.time)} ${message.time.slice(11, 26)} UTC (${relative(row.time, this.model.start)} s)`],
                ["way", `${shown(message.source, 80)} → ${shown(message.destination, 80)} ${shown(message.transport, 16)}`],
                ["seen by", seen.join(", ")],
                ["leg", row.leg ? `${row.leg}, CSeq ${shown(message.cseq, 60)}` : ""],
                ["SDP", shown(media, 400)],
                ["note", [
                    message.retransmission && "sent again", message.malformed && "breaks SIP's grammar or came cut",
                ].filter(Boolean).join("; ")],
            ]),
            el(
                "div", { class: "tools" },
                button("Copy", "c", () => this.copy(message.text)),
                button(
                    marked ? "Compare with the marked one" : "Mark to compare", "d", this.actions.diff)),
            payload(message.text),
        ];
    }

    #other(message, row) {
        const time = `${day(row.time)} ${message.time.slice(11, 26)} UTC (${relative(row.time, this.model.start)} s)`;
        const about = [
            ["time", time], ["node", shown(message.node, 64)], ["leg", row.leg ? String(row.leg) : ""],
            ["channel", shown(message.uuid ?? "", 200)], ["Call-ID", shown(message.call_id ?? "", 300)],
        ];
        switch (message.kind) {
        case "log":
            return [
                el("h2", {}, `Log line, ${shown(message.level, 16)}`), facts(about),
                el("div", { class: "tools" }, button("Copy", "c", () => this.copy(message.text))),
                plain(message.text),
            ];
        case "quality":
            return [el("h2", {}, "Quality report"), facts([
                ...about, ["reporter", shown(message.reporter ?? "", 80)],
                ["report", [message.source, message.direction, message.scope, message.codec].filter(Boolean).map((one) => shown(one, 24)).join(", ")],
                ["measured", qualityWords(message)],
            ])];
        default:
            return [el("h2", {}, shown(message.name, 80)), facts([...about, ["detail", shown(message.detail ?? "", 2000)]])];
        }
    }

    /// Shows what differs between the messages of two rows.
    showDiff(first, second) {
        const [a, b] = [first, second].map((row) => this.model.messages[row.messages[0]]);
        const found = compare(a.text, b.text);
        const changed = found.filter((line) => line.sign !== "=").length;
        const title = (row, message) => [
            `${shown(this.model.label(message), 60)} at ${clock(row.time)}, `,
            `${shown(message.source, 60)} → ${shown(message.destination, 60)}`,
        ];
        const body = el("pre", { class: "payload diff", tabindex: "0", "aria-label": "Differences" });
        for (const line of found) body.append(...diffLines(line));
        replace(
            this.element,
            el("h2", {}, changed === 0 ? "No difference" : count(changed, "difference")),
            el("p", { class: "side gone" }, el("span", { class: "sign" }, "− "), title(first, a)),
            el("p", { class: "side come" }, el("span", { class: "sign" }, "+ "), title(second, b)),
            el("div", { class: "tools" }, button("Close", "Esc", this.actions.close)),
            body);
        this.element.scrollTop = 0;
    }

    /// Puts a text on the clipboard, where the browser lets a page do so.
    async copy(text) {
        await this.actions.copy(text);
    }
}

/// Names and values; those without a value are left out.
export function facts(pairs) {
    return el(
        "dl", { class: "facts" },
        pairs.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/// A message, the names of its headers set apart.
function payload(text) {
    const body = el("pre", { class: "payload", tabindex: "0", "aria-label": "The message as captured" });
    let isHead = true;
    lines(text).forEach((line, index) => {
        if (line === "") isHead = false;
        const found = isHead && index > 0 ? /^([!-9;-~]{1,64})([ \t]*:)/.exec(line) : null;
        const rest = cut(line.slice(found ? found[1].length : 0), LINE_MOST);
        body.append(el(
            "span", { class: index === 0 ? "line start" : "line" },
            found && el("b", {}, found[1]), rest, "\n"));
    });
    return body;
}

function plain(text) {
    return el(
        "pre", { class: "payload", tabindex: "0", "aria-label": "The text as captured" },
        lines(text).map((line) => el("span", { class: "line" }, cut(line, LINE_MOST), "\n")));
}

function diffLines(line) {
    const row = (kind, sign, parts) => el(
        "span", { class: `line ${kind}` }, el("span", { class: "sign" }, sign), parts, "\n");
    const safe = (text) => lines(text.replace(/[\r\n]+/g, " "))[0];
    switch (line.sign) {
    case "-": return [row("gone", "− ", [cut(safe(line.text), LINE_MOST)])];
    case "+": return [row("come", "+ ", [cut(safe(line.text), LINE_MOST)])];
    case "~": {
        const [a, b] = [safe(line.text).slice(0, LINE_MOST), safe(line.other).slice(0, LINE_MOST)];
        const [begin, old, young, end] = middle(a, b);
        return [
            row("gone", "− ", [begin, el("mark", {}, old), end]),
            row("come", "+ ", [begin, el("mark", {}, young), end]),
        ];
    }
    default: return [row("same", "  ", [cut(safe(line.text), LINE_MOST)])];
    }
}
