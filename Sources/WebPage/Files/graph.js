// The graph of a call's legs: what belongs together, and the evidence for it.

import { el, svg, roving } from "./draw.js";
import { callPath, clock, cut, micros, relative, shown } from "./words.js";

const LEGS_MOST = 40;
const LINKS_MOST = 400;
const BOX = { width: 250, height: 40 };
const LEG_GAP = 30;
const LANE = 160;
const STRENGTHS = { 1: "guess", 2: "shared value", 3: "exact" };

/// The drawing with the list of links under it.
export function graphView(model) {
    const links = model.trace.links.slice(0, LINKS_MOST);
    const table = linkTable(model, links);
    const element = el("section", { class: "graph view" });
    if (model.legs.length > LEGS_MOST) {
        element.append(el("p", { class: "dim" }, `${model.legs.length} legs are too many to draw; all links are in the list.`));
    } else if (model.legs.length > 0) {
        element.append(el("div", { class: "scroll-x" }, new Drawing(model, links, table.choose).element));
    }
    element.append(table.element);
    if (model.trace.links.length > LINKS_MOST) {
        element.append(el("p", { class: "dim" }, `${model.trace.links.length - LINKS_MOST} more links are in the JSON.`));
    }
    element.append(...company(model));
    table.onchoose((index) => {
        for (const one of element.querySelectorAll(".wire.chosen")) one.classList.remove("chosen");
        for (const one of element.querySelectorAll(`.wire[data-links~="${index}"]`)) one.classList.add("chosen");
    });
    return element;
}

/// The links, each with all its evidence.
function linkTable(model, links) {
    const body = el("tbody");
    let listener = () => {};
    links.forEach((link, index) => {
        const until = link.until ? ` to ${relative(micros(link.until), model.start)}` : "";
        body.append(el(
            "tr", { tabindex: index === 0 ? "0" : "-1", "data-link": index },
            el("td", {}, name(model, link.a)),
            el("td", { class: `strength${link.strength}` }, shown(link.kind, 24)),
            el("td", {}, name(model, link.b)),
            el("td", {}, STRENGTHS[link.strength] ?? String(link.strength)),
            el("td", { class: "number" }, relative(micros(link.from), model.start) + until),
            el("td", { class: "evidence" }, el("ul", {}, link.evidence.map((one) => el(
                "li", {}, el("code", {}, shown(one.name, 80)),
                one.event ? ` in ${shown(one.event, 60)}` : ` in a ${shown(one.source, 8)} line`,
                ` of ${shown(one.node, 64)} at ${relative(micros(one.time), model.start)}`))))));
    });
    roving(body, () => [...body.rows], (row) => listener(Number(row.dataset.link)));
    const head = ["one side", "link", "other side", "how sure", "holds (s)", "evidence"];
    return {
        element: el(
            "table", { class: "list links" }, el("caption", {}, "Links, and what was seen that made each"),
            el("thead", {}, el("tr", {}, head.map((one) => el("th", { scope: "col" }, one)))), body),
        choose: (index) => {
            const row = body.rows[index];
            if (!row) return;
            for (const one of body.rows) one.tabIndex = one === row ? 0 : -1;
            row.focus();
            row.scrollIntoView({ block: "nearest" });
        },
        onchoose: (then) => { listener = then; },
    };
}

/// An end of a link in words, coloured as its leg.
function name(model, identity) {
    const leg = model.legOfIdentity(identity);
    return el(
        "span", { class: model.hue(leg), title: shown(identity.id, 300) },
        leg ? el("b", {}, `leg ${leg} `) : null, `${shown(identity.kind, 16)} `,
        el("bdi", { class: "id" }, shown(identity.id, 22)));
}

/// Hubs and what is related: shown, never joined.
function company(model) {
    const found = [];
    const link = (id, text) => el("a", { href: callPath(id) }, el("bdi", {}, shown(text ?? id, 60)));
    for (const hub of model.trace.hubs) {
        found.push(
            el("h3", {}, `${shown(hub.kind, 16)} ${shown(hub.name || hub.id, 80)}`),
            el("ul", { class: "company" }, hub.members.slice(0, 50).map((member) => el(
                "li", {}, link(member.call_id ?? member.uuid ?? "", member.call_id ?? member.uuid),
                el("span", { class: "dim" }, ` from ${clock(micros(member.from))}`,
                    member.until ? ` to ${clock(micros(member.until))}` : "")))));
        if (hub.members.length > 50) found.push(el("p", { class: "dim" }, `${hub.members.length - 50} more members are in the JSON.`));
    }
    if (model.trace.related.length > 0) {
        found.push(
            el("h3", {}, "Beside the call, not joined"),
            el("ul", { class: "company" }, model.trace.related.slice(0, 64).map((one) => el(
                "li", {}, `${shown(one.kind, 16)}: `, link(one.id.id),
                el("span", { class: "dim" }, ` ${shown(one.why, 200)}`)))));
    }
    return found;
}

/// Dialogs left, their channels beside them, places where calls meet right; links as wires in lanes.
class Drawing {
    constructor(model, links, choose) {
        this.model = model;
        this.choose = choose;
        this.boxes = new Map();
        this.#place(links);
        const wires = this.#route(links);
        const width = this.right + 40;
        this.element = svg(
            "svg", {
                class: "drawing", width, height: this.height, role: "img",
                "aria-label": "The legs of the call and the links between them; the list below says the same",
            },
            wires.map((wire) => this.#wire(wire)), [...this.boxes.values()].map((box) => this.#box(box)),
            wires.map((wire) => this.#label(wire)));
    }

    #place(links) {
        const between = lanes(links, this.model);
        this.left = 16 + between.left * LANE;
        const channelX = this.left + BOX.width + 150;
        let y = 14;
        for (const leg of this.model.legs) {
            const rows = Math.max(leg.channels.length, 1);
            if (leg.dialog) {
                this.#put("dialog", leg.dialog.call_id, this.left, y, leg.number, [
                    `leg ${leg.number}: ${shown(leg.dialog.from, 14) || "?"} → ${shown(leg.dialog.to, 14) || "?"}`,
                    shown(leg.dialog.call_id, 36),
                ]);
            }
            leg.channels.forEach((channel, index) => this.#put(
                "channel", channel.uuid, channelX, y + index * (BOX.height + 8), leg.number,
                [`${leg.dialog ? "" : `leg ${leg.number}: `}channel on ${shown(channel.node, 20)}`, shown(channel.uuid, 36)]));
            y += rows * (BOX.height + 8) + LEG_GAP;
        }
        this.height = y;
        this.right = channelX + BOX.width + between.right * LANE;
        // What is neither dialog nor channel: tokens, conferences, queues.
        let other = 14;
        for (const identity of links.flatMap((link) => [link.a, link.b])) {
            if (this.boxes.has(`${identity.kind} ${identity.id}`)) continue;
            this.#put(identity.kind, identity.id, this.right + 90, other, 0, [shown(identity.kind, 16), shown(identity.id, 36)]);
            other += BOX.height + LEG_GAP;
        }
        if (other > 14) this.right += 90 + BOX.width;
        this.height = Math.max(this.height, other);
    }

    #put(kind, id, x, y, leg, words) {
        const key = `${kind} ${id}`;
        if (!this.boxes.has(key)) this.boxes.set(key, { x, y, leg, words });
    }

    /// One wire for each pair, with the kinds of all its links.
    #route(links) {
        const pairs = new Map();
        links.forEach((link, index) => {
            const keys = [`${link.a.kind} ${link.a.id}`, `${link.b.kind} ${link.b.id}`];
            if (keys[0] === keys[1]) return;
            const key = keys.toSorted().join("\n");
            const wire = pairs.get(key) ?? { a: this.boxes.get(keys[0]), b: this.boxes.get(keys[1]), links: [] };
            wire.links.push({ ...link, index });
            pairs.set(key, wire);
        });
        const taken = { left: [], right: [] };
        // Short ones inside, so that long ones need not cross them.
        const length = (wire) => Math.abs(wire.a.y - wire.b.y);
        for (const wire of [...pairs.values()].sort((a, b) => length(a) - length(b))) {
            const side = sideOf(wire.links[0]);
            const { a, b } = wire;
            const [ya, yb] = [a.y + BOX.height / 2, b.y + BOX.height / 2];
            if (a.x !== b.x) {
                const [from, to] = a.x < b.x ? [a, b] : [b, a];
                const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
                wire.isLevel = y1 === y2;
                wire.path = wire.isLevel ? `M${x1} ${y1}H${x2}` : `M${x1} ${y1}C${x1 + 60} ${y1} ${x2 - 60} ${y2} ${x2} ${y2}`;
                wire.at = { x: (x1 + x2) / 2, y: y1, anchor: "middle" };
                if (!wire.isLevel) wire.at.y = this.#between(Math.min(y1, y2));
                continue;
            }
            const lane = free(taken[side] ?? taken.right, Math.min(ya, yb), Math.max(ya, yb));
            const out = side === "left" ? -1 : 1;
            const edge = side === "left" ? a.x : a.x + BOX.width;
            const x = edge + out * (26 + lane * LANE);
            // Each end a little apart, so that wires do not run into each other.
            const [da, db] = ya < yb ? [6 - lane * 5, -6 + lane * 5] : [-6 + lane * 5, 6 - lane * 5];
            wire.path = `M${edge} ${ya + da}H${x}V${yb + db}H${edge}`;
            wire.at = {
                x: x + out * 6, y: Math.min(ya, yb) + (BOX.height + LEG_GAP + 8) / 2, anchor: side === "left" ? "end" : "start",
            };
        }
        return [...pairs.values()];
    }

    /// A place for a label in the gap under a box, above those that are there already.
    #between(y) {
        this.crowd ??= new Map();
        const crowd = this.crowd.get(y) ?? 0;
        this.crowd.set(y, crowd + 1);
        return y + (BOX.height + LEG_GAP + 8) / 2 + 6 - crowd * 12;
    }

    #wire(wire) {
        const strength = Math.max(...wire.links.map((link) => link.strength));
        return svg("path", {
            class: `wire strength${strength}`, d: wire.path, "data-links": wire.links.map((link) => link.index).join(" "),
        });
    }

    #label(wire) {
        const kinds = cut([...new Set(wire.links.map((link) => shown(link.kind, 16)))].join(", "), 21);
        const evidence = wire.links.flatMap((link) => link.evidence);
        const more = evidence.length - 1;
        const says = `${cut(shown(evidence[0]?.name ?? "", 60), more > 0 ? 16 : 20)}${more > 0 ? ` +${more}` : ""}`;
        const { x, y, anchor } = wire.at;
        // On a level wire above and below it; on one that crosses others a single word.
        const lines = wire.isLevel ? [[kinds, y - 5], [says, y + 13]]
            : anchor === "middle" ? [[kinds, y]] : [[kinds, y - 2], [says, y + 11]];
        return svg(
            "g", { class: "wire-label", onclick: () => this.choose(wire.links[0].index) },
            svg("title", {}, evidence.slice(0, 8).map(
                (one) => `${shown(one.name, 80)} in ${shown(one.event ?? one.source, 40)} of ${shown(one.node, 64)}`).join("\n")),
            lines.map(([line, at], index) => svg(
                "text", { class: index === 0 ? "label" : "media", x, y: at, "text-anchor": anchor }, line)));
    }

    #box(box) {
        return svg(
            "g", { class: `box ${this.model.hue(box.leg)}`, transform: `translate(${box.x} ${box.y})` },
            svg("rect", { width: BOX.width, height: BOX.height, rx: 4 }),
            svg("text", { x: 8, y: 16 }, cut(box.words[0], 34)),
            svg("text", { class: "media", x: 8, y: 32 }, cut(box.words[1], 38)));
    }
}

/// The side of the drawing on which a link between two alike runs.
function sideOf(link) {
    return link.a.kind === "dialog" && link.b.kind === "dialog" ? "left" : "right";
}

/// How many lanes each side needs at most.
function lanes(links, model) {
    const legs = model.legs.length;
    const pairs = { left: new Set(), right: new Set() };
    for (const link of links) {
        if (link.a.kind === link.b.kind) pairs[sideOf(link)].add([link.a.id, link.b.id].toSorted().join("\n"));
    }
    return { left: Math.min(pairs.left.size, legs), right: Math.min(pairs.right.size, legs + 2) };
}

/// The first lane in which nothing runs between two heights.
function free(taken, from, to) {
    for (let lane = 0; ; lane += 1) {
        taken[lane] ??= [];
        if (taken[lane].every(([a, b]) => to <= a || from >= b)) {
            taken[lane].push([from, to]);
            return lane;
        }
    }
}
