// The ladder: a column a host, an arrow a message, and between them what switches and logs said.

import { el, replace, svg } from "./draw.js";
import { endpoint } from "./model.js";
import * as sip from "./sip.js";
import { clock, cut, duration, relative, shown } from "./words.js";

const ROW = 21;
const ROW_WITH_MEDIA = 34;
const ROW_OF_GAP = 18;
/// Rows of one drawing. The browser leaves out what is far from the window, a drawing at a time.
const CHUNK = 60;
/// Rows that are drawn at once; further ones when they come near the window. So that the browser's own search
/// finds everything in a usual call.
const ROWS_AT_ONCE = 1500;
const DISTANCE_LEAST = 150;
const DISTANCE_MOST = 340;
/// Left of the first host and right of the last one: half of the host's label.
const MARGIN = 68;
/// What a message beside the ladder needs to be read.
const INSPECTOR_LEAST = 400;
/// Characters of an event or log line that must have room right of its host; else all of that host stand at the
/// left, so that they stand under each other.
const NOTE_LEAST = 48;

/// A ladder in an element of its own.
export class Ladder {
    /// `onselect` gets a row, or null; `onopen` the row on which Enter was pressed.
    constructor(model, { onselect, onopen }) {
        this.model = model;
        this.onselect = onselect;
        this.rows = [];
        this.selected = -1;
        this.marked = -1;
        this.isRelative = true;
        this.head = el("div", { class: "ladder-head", "aria-hidden": "true" });
        this.body = el("div", { class: "ladder-body" });
        this.element = el(
            "div", { class: "ladder", tabindex: "0", role: "listbox", "aria-label": "Messages of the call" },
            this.head, this.body);
        this.element.addEventListener("keydown", (event) => this.#key(event, onopen));
        this.element.addEventListener("click", (event) => {
            const row = event.target.closest?.("[data-row]");
            if (row) this.select(Number(row.dataset.row));
        });
        this.watcher = new IntersectionObserver(
            (entries) => {
                for (const entry of entries) {
                    if (entry.isIntersecting) this.#fill(Number(entry.target.dataset.chunk));
                }
            },
            { root: this.element, rootMargin: "600px" });
        this.resizing = new ResizeObserver(() => {
            const width = this.element.clientWidth;
            if (this.rows.length > 0 && width > 0 && Math.abs(width - this.drawnWidth) > 1) this.draw();
        });
        this.resizing.observe(this.element);
    }

    /// Shows these rows; what was selected and marked stays so where it is still there.
    show(rows) {
        const kept = [this.selected, this.marked].map((index) => this.rows[index]?.messages[0]);
        this.rows = rows;
        [this.selected, this.marked] = kept.map(
            (message) => (message === undefined ? -1 : this.indexOf(message)));
        this.draw();
    }

    /// The index of the row that has a message, or -1.
    indexOf(message) {
        return this.rows.findIndex((row) => row.messages.includes(message));
    }

    /// Lets go of everything that watches.
    close() {
        this.watcher.disconnect();
        this.resizing.disconnect();
    }

    /// Draws everything anew; how long that took is in the measures `ladder` and `ladder painted`.
    draw() {
        const begun = performance.now();
        this.watcher.disconnect();
        this.#layOut();
        this.#drawHead();
        this.chunks = [];
        for (let from = 0; from < this.rows.length; from += CHUNK) {
            const to = Math.min(from + CHUNK, this.rows.length);
            const height = this.bottoms[to - 1] - (from === 0 ? 0 : this.bottoms[from - 1]);
            const box = el("div", { class: "chunk", role: "presentation", "data-chunk": this.chunks.length });
            box.style.height = `${height}px`;
            box.style.containIntrinsicSize = `${this.width}px ${height}px`;
            box.style.width = `${this.width}px`;
            this.chunks.push({ box, from, to, height, isFilled: false });
        }
        const many = this.rows.length > ROWS_AT_ONCE;
        this.chunks.forEach((chunk, index) => {
            if (chunk.to <= ROWS_AT_ONCE) this.#fill(index);
            else if (many) this.watcher.observe(chunk.box);
        });
        replace(
            this.body, this.chunks.map((chunk) => chunk.box),
            this.rows.length === 0 && el("p", { class: "empty" }, "No row is left by these filters."));
        this.#markRows();
        const drawn = performance.now();
        performance.measure("ladder", { start: begun, end: drawn });
        // The frame after the next one begins when this one has been painted.
        requestAnimationFrame(() => requestAnimationFrame(
            () => performance.measure("ladder painted", { start: begun, end: performance.now() })));
    }

    /// Selects a row and brings it into view.
    select(index, { quietly = false } = {}) {
        if (index < 0 || index >= this.rows.length) return;
        this.selected = index;
        this.#reveal(index);
        this.#markRows();
        if (!quietly) this.onselect(this.rows[index]);
    }

    /// Marks the selected row as the first of two to compare; again takes the mark away.
    mark(index) {
        this.marked = index;
        this.#markRows();
    }

    /// Absolute or relative times.
    setRelative(isRelative) {
        this.isRelative = isRelative;
        this.draw();
    }

    #key(event, onopen) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const page = Math.max(Math.floor(this.element.clientHeight / ROW) - 4, 5);
        const at = this.selected;
        const steps = {
            ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + page, PageUp: at - page,
            Home: 0, End: this.rows.length - 1,
            ArrowRight: this.#sameLeg(1), ArrowLeft: this.#sameLeg(-1),
        };
        if (event.key in steps) {
            event.preventDefault();
            const isBack = ["ArrowUp", "k", "PageUp", "Home", "ArrowLeft"].includes(event.key);
            let to = Math.min(Math.max(steps[event.key], 0), this.rows.length - 1);
            // A gap is nothing to look at.
            while (this.rows[to]?.kind === "gap") to += isBack ? -1 : 1;
            this.select(to);
        } else if (event.key === "Enter" && at >= 0) {
            event.preventDefault();
            onopen(this.rows[at]);
        }
    }

    /// The next SIP message of the selected leg, in a direction.
    #sameLeg(step) {
        const leg = this.rows[this.selected]?.leg;
        for (let index = this.selected + step; index >= 0 && index < this.rows.length; index += step) {
            const row = this.rows[index];
            if (row.kind === "sip" && (row.leg === leg || leg === undefined)) return index;
        }
        return Math.max(this.selected, 0);
    }

    #layOut() {
        this.character ??= this.#measureCharacter();
        const columns = Math.max(this.model.hosts.length, 1);
        this.gutter = 30 + (this.isRelative ? 11 : 13) * this.character;
        // The hosts stand beside each other where that leaves enough for the message.
        const whole = this.gutter + 2 * MARGIN + (columns - 1) * DISTANCE_LEAST;
        const beside = matchMedia("(max-width: 900px)").matches ? 0 : this.element.parentElement?.clientWidth - INSPECTOR_LEAST;
        this.element.style.minWidth = beside > 0 ? `${Math.min(whole, beside)}px` : "";
        this.drawnWidth = this.element.clientWidth;
        const room = Math.max(this.drawnWidth, 480);
        this.distance = Math.min(
            Math.max((room - this.gutter - 2 * MARGIN) / Math.max(columns - 1, 1), DISTANCE_LEAST), DISTANCE_MOST);
        this.origin = this.gutter + MARGIN;
        this.width = Math.max(room, this.origin + (columns - 1) * this.distance + MARGIN);
        this.bottoms = [];
        let bottom = 0;
        for (const row of this.rows) {
            bottom += this.#height(row);
            this.bottoms.push(bottom);
        }
    }

    #height(row) {
        if (row.kind === "gap") return ROW_OF_GAP;
        if (row.kind !== "sip") return ROW;
        const message = this.model.messages[row.messages[0]];
        message.media ??= sip.media(message.text) ?? [];
        return message.media.length > 0 ? ROW_WITH_MEDIA : ROW;
    }

    #measureCharacter() {
        const text = svg("text", { class: "words" }, "m".repeat(50));
        const probe = svg("svg", { class: "drawing" }, text);
        this.body.append(probe);
        const length = text.getComputedTextLength() / 50;
        probe.remove();
        return length > 1 ? length : 7;
    }

    #x(column) {
        return Math.round(this.origin + column * this.distance) + 0.5;
    }

    #drawHead() {
        const height = 38;
        const room = Math.floor((this.distance - 8) / this.character);
        const drawing = svg("svg", { class: "drawing", width: this.width, height });
        drawing.append(svg(
            "text", { class: "dim", x: 30, y: height - 8 }, this.isRelative ? "seconds" : "UTC"));
        for (const [index, host] of this.model.hosts.entries()) {
            const x = this.#x(index);
            const address = host.address.includes(":") && host.port ? `[${host.address}]` : host.address;
            const place = host.isShared ? "" : address + (host.port && host.port !== "0" ? `:${host.port}` : "");
            // A switch and its agent's number.
            const name = host.name.replace(/^(\S+) (\d+)$/, "$1 ($2)");
            const lines = [shown(name, room), shown(place, room)].filter(Boolean);
            lines.forEach((line, at) => drawing.append(svg(
                "text",
                { class: at === 0 ? "host" : "dim", x, y: height - 8 - (lines.length - 1 - at) * 15, "text-anchor": "middle" },
                line)));
        }
        replace(this.head, drawing);
    }

    #fill(index) {
        const chunk = this.chunks[index];
        if (!chunk || chunk.isFilled) return;
        chunk.isFilled = true;
        const drawing = svg(
            "svg", { class: "drawing", width: this.width, height: chunk.height, role: "presentation" });
        let lifelines = "";
        for (let column = 0; column < this.model.hosts.length; column += 1) {
            lifelines += `M${this.#x(column)} 0V${chunk.height}`;
        }
        drawing.append(svg("path", { class: "lifeline", d: lifelines }));
        let top = chunk.from === 0 ? 0 : this.bottoms[chunk.from - 1];
        const first = top;
        for (let row = chunk.from; row < chunk.to; row += 1) {
            drawing.append(this.#row(row, top - first, this.bottoms[row] - top));
            top = this.bottoms[row];
        }
        chunk.box.append(drawing);
    }

    #row(index, top, height) {
        const row = this.rows[index];
        if (row.kind === "gap") {
            return svg(
                "g", { class: "gap", transform: `translate(0 ${top})`, "aria-hidden": "true" },
                svg("rect", { class: "gap-band", width: this.width, height: height - 4, y: 2 }),
                svg("text", { x: this.gutter, y: height - 5 }, `${duration(row.seconds)} later`));
        }
        const group = svg("g", {
            class: `row ${row.kind} ${this.model.hue(row.leg)}`, transform: `translate(0 ${top})`,
            id: `row-${index}`, "data-row": index, role: "option", "aria-selected": "false",
        });
        const time = this.isRelative ? relative(row.time, this.model.start) : clock(row.time);
        group.append(
            svg("rect", { class: "hit", width: this.width, height }),
            svg("text", { class: "time", x: this.gutter - 12, y: 15, "text-anchor": "end" }, time));
        if (row.leg) {
            group.append(
                svg("text", { class: "leg", x: 10, y: 15 }, String(row.leg)));
        }
        if (row.kind === "sip") this.#arrow(group, row);
        else this.#note(group, row);
        return group;
    }

    #arrow(group, row) {
        const message = this.model.messages[row.messages[0]];
        const [source, destination] = [endpoint(message.source), endpoint(message.destination)];
        const [a, b] = [source, destination].map((one) => this.model.columns.get(one.address) ?? 0);
        const marks = [];
        if (message.seen_by.length > 1) marks.push(`×${message.seen_by.length}`);
        if (message.retransmission) marks.push("↻ sent again");
        if (message.malformed) marks.push("⚠ malformed");
        // A port that the column's head does not say.
        const port = (host, end) => (this.model.hosts[host]?.port === "" && end.port ? `:${end.port}` : "");
        const [from, to] = [port(a, source), port(b, destination)];
        const [left, right] = a <= b ? [from, to] : [to, from];
        const label = this.model.label(message);
        const words = [left, label, ...marks, right].filter(Boolean).join(" ");
        const isFailure = message.status >= 400;
        if (isFailure) group.classList.add("failure");
        if (message.status !== null) group.classList.add("response");
        if (message.retransmission) group.classList.add("again");
        const [x1, x2] = [this.#x(a), this.#x(b)];
        const y = 17.5;
        let middle = (x1 + x2) / 2;
        let room = Math.abs(x2 - x1) - 10;
        let anchor = "middle";
        if (a === b) {
            // A message from a host to itself.
            group.append(svg("path", { class: "arrow", d: `M${x1} 8.5h26v9h-25m6 -4l-6 4l6 4` }));
            [middle, room, anchor] = [x1 + 32, this.distance - 40, "start"];
        } else {
            const back = x2 > x1 ? -7 : 7;
            group.append(svg("path", {
                class: "arrow", d: `M${x1} ${y}H${x2}m${back} -4l${-back} 4l${back} 4`,
            }));
        }
        const most = Math.max(Math.floor(room / this.character), 8);
        group.append(svg(
            "text", { class: "label", x: middle, y: 13, "text-anchor": anchor }, cut(words, most)));
        const said = message.media ?? [];
        if (said.length > 0) {
            // A little smaller, and it may stand out over the ends of a short arrow.
            const wide = Math.floor(Math.max(room, this.distance - 6) / (this.character * 0.9));
            group.append(svg(
                "text", { class: "media", x: middle, y: 29, "text-anchor": anchor },
                cut(shown(sip.mediaWords(said), 200), wide)));
        }
        group.setAttribute(
            "aria-label",
            `${label}${marks.length ? `, ${marks.join(", ")}` : ""}, ${shown(message.source, 60)} to `
                + `${shown(message.destination, 60)}, ${relative(row.time, this.model.start)} s, leg ${row.leg}`);
    }

    #note(group, row) {
        const message = this.model.messages[row.messages[0]];
        const column = this.model.nodes.get(message.node);
        const words = `${shown(message.node, 32)}: ${this.model.words(row)}`;
        if (row.kind === "log") {
            group.classList.add(`level-${/^(err|crit|alert|warning)$/.test(message.level) ? message.level : "info"}`);
        }
        const x = column === undefined ? this.gutter + 6 : this.#x(column);
        const fits = (at) => Math.floor((this.width - at - 16) / this.character);
        const start = fits(x + 8) >= NOTE_LEAST ? x + 8 : this.gutter + 6;
        if (column !== undefined) group.append(svg("circle", { class: "dot", cx: x, cy: 10.5, r: 3 }));
        group.append(svg("text", { class: "words", x: start, y: 14.5 }, cut(words, Math.max(fits(start), 10))));
        group.setAttribute("aria-label", `${row.kind}, ${cut(words, 200)}, ${relative(row.time, this.model.start)} s`);
    }

    #reveal(index) {
        const chunk = Math.floor(index / CHUNK);
        this.#fill(chunk);
        const bottom = this.bottoms[index];
        const top = index === 0 ? 0 : this.bottoms[index - 1];
        const view = this.element;
        const head = this.head.offsetHeight;
        if (top < view.scrollTop + 30) view.scrollTop = Math.max(top - 60, 0);
        else if (bottom + head > view.scrollTop + view.clientHeight - 30) {
            view.scrollTop = bottom + head - view.clientHeight + 60;
        }
        this.#revealAcross(this.rows[index]);
    }

    /// Where not all hosts fit beside each other, those of the row come into view.
    #revealAcross(row) {
        if (row.kind !== "sip" || this.width <= this.element.clientWidth + 1) return;
        const message = this.model.messages[row.messages[0]];
        const ends = [message.source, message.destination]
            .map((text) => this.#x(this.model.columns.get(endpoint(text).address) ?? 0));
        const [left, right] = [Math.min(...ends) - MARGIN, Math.max(...ends) + MARGIN];
        const view = this.element;
        if (left < view.scrollLeft + this.gutter) view.scrollLeft = Math.max(left - this.gutter, 0);
        else if (right > view.scrollLeft + view.clientWidth) view.scrollLeft = right - view.clientWidth;
    }

    #markRows() {
        for (const row of this.body.querySelectorAll(".selected, .marked")) {
            row.classList.remove("selected", "marked");
            row.setAttribute("aria-selected", "false");
        }
        const find = (index) => (index < 0 ? null : this.body.querySelector(`[data-row="${index}"]`));
        find(this.marked)?.classList.add("marked");
        const row = find(this.selected);
        row?.classList.add("selected");
        row?.setAttribute("aria-selected", "true");
        if (row) this.element.setAttribute("aria-activedescendant", row.id);
        else this.element.removeAttribute("aria-activedescendant");
    }
}
