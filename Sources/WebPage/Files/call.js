// One call: what happened in words, its legs, and the views of it.

import { button, el, replace } from "./draw.js";
import { graphView } from "./graph.js";
import { findingsList } from "./health.js";
import { Inspector } from "./inspector.js";
import { Ladder } from "./ladder.js";
import { logsView } from "./logs.js";
import { recall } from "./memory.js";
import { Model } from "./model.js";
import { qualityView } from "./quality.js";
import { ask, download, token } from "./server.js";
import { callPath, encodeIdentity, micros, outcomeTone, outcomeWords, relative, shown } from "./words.js";

const VIEWS = ["ladder", "graph", "logs", "quality"];
const FORMATS = [
    ["pcapng", "pcapng"], ["html", "HTML"], ["svg", "SVG"], ["mermaid", "Mermaid"], ["json", "JSON"],
    ["text", "text"], ["otlp", "OTLP"],
];
const ENDINGS = { mermaid: "mmd", text: "txt", otlp: "otlp.json" };
/// What changes which legs are joined, as the trace's own parameters.
const JOINS = [
    ["guess", "guesses", "Join by guesses too: same media, same numbers at the same time"],
    ["through_hubs", "through hubs", "Walk through conferences, queues and lots as if they were one call"],
    ["no_transfer", "no transfers", "Leave out what a transfer or pick-up brought in"],
];

/// Whether events and logs stand in the ladder, and how times are told: as it was left at the last call.
const taste = { events: true, logs: true, isRelative: true };

/// A call by any of its identities; `query` are the parameters of the page's address.
export class CallView {
    constructor(id, query, { notice }) {
        this.id = id;
        this.query = query;
        this.notice = notice;
        this.leg = 0;
        this.view = VIEWS.includes(query.get("view")) ? query.get("view") : "ladder";
        this.aborting = new AbortController();
        this.element = el("section", { class: "call" }, el("p", { class: "empty", role: "status" }, "Reading the call …"));
        this.read();
    }

    /// Stops reading and watching.
    close() {
        this.aborting.abort();
        this.ladder?.close();
    }

    /// The name of this view, for the window's title.
    get title() {
        return `${shown(this.id, 60)} – calltrace`;
    }

    /// Reads the trace, again too, and shows it.
    async read() {
        const options = new URLSearchParams();
        for (const name of ["guess", "through_hubs", "no_transfer", "at"]) {
            if (this.query.get(name)) options.set(name, this.query.get(name));
        }
        const text = options.toString();
        this.path = `/api/v1/trace/${encodeIdentity(this.id)}`;
        this.options = text;
        try {
            const trace = await ask(`${this.path}${text ? `?${text}` : ""}`, this.aborting.signal);
            this.#show(new Model(trace));
        } catch (error) {
            if (this.aborting.signal.aborted) return;
            this.#refuse(error);
        }
    }

    /// A key that no field has taken; true when it meant something here.
    key(event) {
        if (!this.model) return event.key === "r" && (this.read(), true);
        const view = VIEWS[Number(event.key) - 1];
        if (view) {
            this.#switch(view, { focus: true });
            return true;
        }
        const acts = {
            d: () => this.#diff(), t: () => this.#turn("isRelative"), e: () => this.#turn("events"), o: () => this.#turn("logs"),
            f: () => this.#filter(this.leg ? 0 : this.ladder.rows[this.ladder.selected]?.leg ?? 0),
            c: () => this.#copyMessage(), u: () => this.#copyLink(), r: () => this.read(),
            Escape: () => this.#back(),
        };
        if (event.key in acts) {
            acts[event.key]();
            return true;
        }
        // The ladder is what one has come for: arrows go there, wherever the focus is.
        if (this.view === "ladder" && /^(Arrow(Up|Down)|j|k)$/.test(event.key) && !this.ladder.element.contains(document.activeElement)) {
            this.ladder.element.focus();
            this.ladder.element.dispatchEvent(new KeyboardEvent("keydown", { key: event.key }));
            return true;
        }
        return false;
    }

    #refuse(error) {
        const isUnknown = error.status === 404;
        replace(
            this.element,
            el("h1", {}, isUnknown ? "Nothing is known of this call" : "The call could not be read"),
            el("p", {}, el("code", {}, shown(this.id, 300))),
            el("p", { class: isUnknown ? "" : "bad" }, isUnknown
                ? "No message, event or log line has this identity. It may have passed out of the journal, or it is a number:"
                : shown(error.message, 400)),
            el("p", {}, isUnknown
                ? el("a", { href: `#/?q=${encodeURIComponent(`number:${this.id}`)}` }, "search calls from or to it")
                : button("Try again", "r", () => this.read())));
    }

    #show(model) {
        // Something is always selected: what was, the message that the address names, or the first one.
        this.wanted = this.ladder?.rows[this.ladder.selected]?.messages[0] ?? Number(this.query.get("m") ?? NaN);
        this.ladder?.close();
        this.model = model;
        const [told] = model.trace.summary ?? [];
        if (told) document.title = `${shown(told, 100)} – calltrace`;
        this.inspector = new Inspector(model, {
            diff: () => this.#diff(), close: () => this.#back(), copy: (text) => this.#copy(text, "The message is copied."),
        });
        this.ladder = new Ladder(model, {
            onselect: (row) => this.#selected(row), onopen: () => this.inspector.focus(),
        });
        this.ladder.isRelative = taste.isRelative;
        this.tabs = el("div", { class: "tabs", role: "tablist", "aria-label": "Views of the call" });
        this.pane = el("div", { class: "pane", role: "tabpanel" });
        replace(this.element, this.#head(), this.#bar(), this.pane);
        this.#switch(this.view, { isFirst: true });
        if (this.view === "ladder") this.ladder.element.focus({ preventScroll: true });
    }

    #head() {
        const { call, complete, warnings, findings, summary } = this.model.trace;
        const sentence = summary ?? [];
        return el(
            "div", { class: "call-head" },
            el("h1", {},
                el("span", { class: `tone ${outcomeTone(call.outcome)}` }, outcomeWords(call.outcome)), " ",
                el("bdi", {}, shown(sentence[0] ?? this.id, 300))),
            sentence.slice(1).map((line) => el("p", { class: "sentence" }, el("bdi", {}, shown(line, 400)))),
            !complete && el(
                "div", { class: "incomplete", role: "alert" }, el("b", {}, "This is not all there is. "),
                warnings.slice(0, 10).map((one) => `${shown(one, 300)} `)),
            findingsList(findings, (finding) => this.#goTo(micros(finding.at))),
            this.#legs());
    }

    #legs() {
        return el(
            "div", { class: "legs", role: "group", "aria-label": "Legs: press one to see it alone" },
            this.model.legs.slice(0, 64).map((leg) => {
                const { dialog } = leg;
                const place = leg.channels.map((channel) => shown(channel.node, 24)).filter((one, at, all) => all.indexOf(one) === at);
                const how = dialog
                    ? `${dialog.status ?? "no final answer"}${dialog.reason ? ` ${shown(dialog.reason, 24)}` : ""}`
                    : shown(leg.channels[0]?.hangup_cause ?? "", 32);
                const who = dialog ? `${shown(dialog.from, 24) || "?"} → ${shown(dialog.to, 24) || "?"}`
                    : shown(leg.channels[0]?.name ?? "", 40);
                return el(
                    "button", {
                        type: "button", class: `leg ${this.model.hue(leg.number)}`, "data-leg": leg.number, "aria-pressed": "false",
                        title: `${dialog ? `Call-ID ${shown(dialog.call_id, 200)}` : ""}${leg.channels.map((one) => `\nchannel ${shown(one.uuid, 64)} on ${shown(one.node, 32)}, ${shown(one.hangup_cause ?? "up", 40)}`).join("")}`,
                        onclick: () => this.#filter(this.leg === leg.number ? 0 : leg.number),
                    },
                    el("b", {}, String(leg.number)), " ", el("bdi", {}, who),
                    el("span", { class: "dim" }, ` ${[dialog && dialog.method !== "INVITE" && shown(dialog.method, 16), how, place.join(", ")].filter(Boolean).join(" · ")} `, relative(leg.start, this.model.start)));
            }));
    }

    #bar() {
        const { messages } = this.model;
        const kinds = (kind) => messages.filter((message) => message.kind === kind).length;
        const sizes = {
            ladder: kinds("sip"), graph: this.model.trace.links.length, logs: kinds("log"), quality: kinds("quality"),
        };
        replace(this.tabs, VIEWS.map((view, at) => el(
            "button", {
                type: "button", role: "tab", id: `tab-${view}`, "aria-keyshortcuts": at + 1, title: `Key: ${at + 1}`,
                onclick: () => this.#switch(view),
                onkeydown: (event) => {
                    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                    if (!step) return;
                    event.stopPropagation();
                    const to = VIEWS[(at + step + VIEWS.length) % VIEWS.length];
                    this.#switch(to);
                    this.tabs.querySelector(`#tab-${to}`).focus();
                },
            },
            view[0].toUpperCase() + view.slice(1), el("span", { class: "dim" }, ` ${sizes[view]}`))));
        const toggle = (text, key, name) => button(text, key, () => this.#turn(name), { "data-turn": name, "aria-pressed": String(taste[name]) });
        this.times = button("", "t", () => this.#turn("isRelative"), {});
        this.tools = el(
            "div", { class: "tools", role: "group", "aria-label": "What the ladder shows" },
            toggle("Events", "e", "events"), toggle("Logs", "o", "logs"), this.times);
        this.#nameTimes();
        const joins = el("details", { class: "menu" }, el("summary", {}, "Joins"), el("div", {}, JOINS.map(([name, words, title]) => el(
            "label", { title },
            el("input", {
                type: "checkbox", checked: this.query.get(name) === "1",
                onchange: (event) => this.#rejoin(name, event.target.checked),
            }), ` ${words}`))));
        const files = el("details", { class: "menu" }, el("summary", {}, "Export"), el("div", {}, FORMATS.map(([format, words]) => {
            const href = `${this.path}?${this.options ? `${this.options}&` : ""}format=${format}`;
            const name = `${this.model.trace.call.id}.${ENDINGS[format] ?? format}`;
            return el("a", { href, download: name, onclick: (event) => this.#save(event, href, name) }, words);
        })));
        for (const menu of [joins, files]) {
            menu.addEventListener("keydown", (event) => {
                if (event.key !== "Escape" || !menu.open) return;
                menu.open = false;
                menu.querySelector("summary").focus();
                event.stopPropagation();
            });
        }
        return el(
            "div", { class: "bar" }, this.tabs, this.tools, el("span", { class: "space" }), joins, files,
            button("Copy link", "u", () => this.#copyLink()), button("Read again", "r", () => this.read()));
    }

    #switch(view, { focus = false, isFirst = false } = {}) {
        this.view = view;
        for (const tab of this.tabs.children) {
            const isOn = tab.id === `tab-${view}`;
            tab.setAttribute("aria-selected", String(isOn));
            tab.tabIndex = isOn ? 0 : -1;
        }
        this.tools.hidden = view !== "ladder";
        this.pane.setAttribute("aria-labelledby", `tab-${view}`);
        const open = (message) => {
            this.#switch("ladder");
            this.#showMessage(message);
        };
        const parts = {
            ladder: () => [this.ladder.element, this.inspector.element], graph: () => [graphView(this.model)],
            logs: () => [logsView(this.model, open)], quality: () => [qualityView(this.model, open)],
        };
        replace(this.pane, parts[view]());
        this.pane.className = `pane ${view}-pane`;
        if (view === "ladder") this.#rows();
        if (focus) {
            // Into the rows, where the keys go on working: a field would take them.
            const into = this.pane.querySelector(view === "ladder" ? ".ladder" : "tr[tabindex='0']");
            (into ?? this.tabs.querySelector(`#tab-${view}`)).focus();
        }
        if (!isFirst) this.#keepAddress();
    }

    #rows() {
        const { ladder } = this;
        const time = ladder.rows[ladder.selected]?.time ?? -Infinity;
        ladder.show(this.model.rows({ ...taste, leg: this.leg }));
        if (ladder.selected >= 0) return;
        // What was selected is not among the rows: the message after it is.
        const index = Number.isInteger(this.wanted) && time === -Infinity ? ladder.indexOf(this.wanted) : -1;
        const next = ladder.rows.findIndex((row) => row.kind === "sip" && row.time >= time);
        this.isSettling = true;
        ladder.select(index >= 0 ? index : next >= 0 ? next : ladder.rows.length - 1);
        this.isSettling = false;
    }

    #turn(name) {
        taste[name] = !taste[name];
        if (name === "isRelative") {
            this.#nameTimes();
            this.ladder.setRelative(taste.isRelative);
            return;
        }
        this.tools.querySelector(`[data-turn="${name}"]`).setAttribute("aria-pressed", String(taste[name]));
        if (this.view === "ladder") this.#rows();
    }

    #nameTimes() {
        this.times.firstChild.textContent = taste.isRelative ? "Relative times" : "UTC times";
    }

    #filter(leg) {
        this.leg = leg;
        for (const one of this.element.querySelectorAll(".legs .leg")) {
            one.setAttribute("aria-pressed", String(Number(one.dataset.leg) === leg));
        }
        if (this.view !== "ladder") this.#switch("ladder");
        else this.#rows();
    }

    #selected(row) {
        this.isComparing = false;
        this.inspector.show(row, this.ladder.marked >= 0 && this.ladder.rows[this.ladder.marked] !== row);
        if (!this.isSettling) this.#keepAddress();
    }

    /// The first press marks a message, the second compares the selected one with it.
    #diff() {
        const { ladder } = this;
        const row = ladder.rows[ladder.selected];
        if (row?.kind !== "sip") {
            this.notice("Select a SIP message first.");
            return;
        }
        if (ladder.marked >= 0 && ladder.marked !== ladder.selected) {
            this.isComparing = true;
            this.inspector.showDiff(ladder.rows[ladder.marked], row);
            return;
        }
        ladder.mark(ladder.marked === ladder.selected ? -1 : ladder.selected);
        this.notice(ladder.marked < 0 ? "The mark is taken away." : "Marked. Go to another message and press d.");
    }

    /// One step back: out of the comparison, the payload, the mark, the filter; at last to the list.
    #back() {
        const { ladder } = this;
        if (this.isComparing) {
            ladder.mark(-1);
            this.#selected(ladder.rows[ladder.selected]);
            ladder.element.focus();
        } else if (this.inspector.element.contains(document.activeElement)) ladder.element.focus();
        else if (ladder.marked >= 0) ladder.mark(-1);
        else if (this.view !== "ladder") this.#switch("ladder", { focus: true });
        else if (this.leg) this.#filter(0);
        else location.hash = recall("list") || "#/";
    }

    /// The row at a time, or the first one after it.
    #goTo(time) {
        this.#filter(0);
        const rows = this.ladder.rows;
        const exact = rows.findIndex((row) => row.time === time && row.kind === "sip");
        const after = rows.findIndex((row) => row.time >= time && row.kind !== "gap");
        this.ladder.select(exact >= 0 ? exact : after >= 0 ? after : rows.length - 1);
        this.ladder.element.focus({ preventScroll: true });
    }

    #showMessage(message) {
        if (!Number.isInteger(message)) return;
        if (this.ladder.indexOf(message) < 0) {
            const { kind } = this.model.messages[message];
            if (kind === "log" && !taste.logs) this.#turn("logs");
            if (kind === "event" && !taste.events) this.#turn("events");
            this.#filter(0);
        }
        this.ladder.select(this.ladder.indexOf(message));
        this.ladder.element.focus({ preventScroll: true });
    }

    #rejoin(name, isOn) {
        const query = { ...Object.fromEntries(this.query), [name]: isOn ? "1" : "", m: "" };
        location.hash = callPath(this.id, query);
    }

    /// The address always leads back to what is looked at, without a new step in the history.
    #keepAddress() {
        const message = this.ladder.rows[this.ladder.selected]?.messages[0];
        const query = {
            ...Object.fromEntries(this.query), view: this.view === "ladder" ? "" : this.view,
            m: message === undefined ? "" : String(message),
        };
        history.replaceState(null, "", callPath(this.id, query));
    }

    async #save(event, path, name) {
        // A link cannot carry a token: with one the file is fetched and handed over.
        if (!token()) return;
        event.preventDefault();
        try {
            const url = URL.createObjectURL(await download(path));
            el("a", { href: url, download: name }).click();
            setTimeout(() => URL.revokeObjectURL(url), 60_000);
        } catch (error) {
            this.notice(`${name}: ${error.message}`);
        }
    }

    #copyMessage() {
        const message = this.model.messages[this.ladder.rows[this.ladder.selected]?.messages[0]];
        if (message?.text) this.#copy(message.text, "The message is copied.");
    }

    #copyLink() {
        this.#keepAddress();
        this.#copy(location.href, "The link is copied.");
    }

    async #copy(text, done) {
        try {
            // Browsers give the clipboard to pages of HTTPS and of this machine only.
            await navigator.clipboard.writeText(text);
            this.notice(done);
        } catch {
            this.notice("This browser does not let the page copy: the address bar has the link, and text can be marked.");
        }
    }
}
