// Loss, jitter, round trip and MOS of a call over time.

import { el, svg } from "./draw.js";
import { qualityWords } from "./model.js";
import { clock, count, relative, shown } from "./words.js";

const POINTS_MOST = 20_000;
const SERIES_MOST = 32;
const ROWS_MOST = 500;
const SIZE = { width: 860, height: 132, left: 62, right: 14, top: 10, bottom: 22 };
const MEASURES = [
    { key: "loss", name: "packet loss", unit: "%", scale: 100, least: 1 },
    { key: "jitter_seconds", name: "jitter", unit: "ms", scale: 1000, least: 10 },
    { key: "round_trip_seconds", name: "round trip", unit: "ms", scale: 1000, least: 50 },
    { key: "mos", name: "MOS", unit: "", scale: 1, floor: 1, top: 5 },
];

/// A plot for each measure of which there is anything, and the reports as a table.
export function qualityView(model, onopen) {
    const reports = [];
    model.messages.forEach((message, index) => {
        if (message.kind === "quality" && reports.length < POINTS_MOST) reports.push({ message, index, time: model.times[index] });
    });
    const element = el("section", { class: "quality view" });
    if (reports.length === 0) {
        element.append(el(
            "p", { class: "empty" },
            "No quality report of this call was received. RTCP comes from agents that mirror it; a switch says what "
                + "it measured at a channel's end."));
        return element;
    }
    const series = new Map();
    for (const report of reports) {
        // A stream as one side reports it: what it receives and what it is told of are two curves.
        const { call_id: callID, node, source, reporter, ssrc, direction, scope } = report.message;
        const key = JSON.stringify([callID, node, source, reporter, ssrc, direction, scope]);
        if (!series.has(key)) {
            if (series.size === SERIES_MOST) continue;
            const leg = model.legOf(report.message);
            series.set(key, {
                leg, points: [], dash: ["", "5 3", "2 3"][series.size % 3],
                name: [
                    leg ? `leg ${leg}` : "", shown(reporter ?? node, 48), shown(direction ?? "", 16), shown(source ?? "", 16),
                ].filter(Boolean).join(", "),
            });
        }
        series.get(key).points.push(report);
    }
    const span = { from: Math.min(model.start, reports[0].time), to: reports[reports.length - 1].time };
    if (span.to - span.from < 1e6) span.to = span.from + 1e6;
    element.append(el(
        "ul", { class: "legend" }, [...series.values()].map((one) => el(
            "li", { class: model.hue(one.leg) },
            svg("svg", { width: 26, height: 10, "aria-hidden": "true" }, svg("path", { class: "curve", d: "M0 5H26", "stroke-dasharray": one.dash })),
            ` ${one.name}`))));
    for (const measure of MEASURES) {
        const plot = drawPlot(model, measure, [...series.values()], span);
        if (plot) element.append(plot);
    }
    element.append(table(model, reports, onopen));
    return element;
}

function drawPlot(model, measure, series, span) {
    const value = (report) => report.message[measure.key];
    const known = series.flatMap((one) => one.points).map(value).filter(Number.isFinite);
    if (known.length === 0) return null;
    const floor = measure.floor ?? 0;
    const top = measure.top ?? niceTop(Math.max(known.reduce((a, b) => Math.max(a, b), 0) * measure.scale, measure.least));
    const x = (time) => SIZE.left + ((time - span.from) / (span.to - span.from)) * (SIZE.width - SIZE.left - SIZE.right);
    const height = SIZE.height - SIZE.top - SIZE.bottom;
    const y = (number) => SIZE.top + (1 - (Math.min(Math.max(number, floor), top) - floor) / (top - floor)) * height;
    const drawing = svg("svg", {
        class: "drawing plot", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img",
        "aria-label": `${measure.name} over time: ${(Math.min(...known.slice(0, 1000)) * measure.scale).toFixed(1)} to `
            + `${(Math.max(...known.slice(0, 1000)) * measure.scale).toFixed(1)} ${measure.unit}`,
    });
    for (const part of [0, 0.5, 1]) {
        const number = floor + (top - floor) * part;
        drawing.append(
            svg("path", { class: "lifeline", d: `M${SIZE.left} ${y(number)}H${SIZE.width - SIZE.right}` }),
            svg("text", { class: "dim", x: SIZE.left - 6, y: y(number) + 4, "text-anchor": "end" },
                `${Number(number.toFixed(2))} ${measure.unit}`));
    }
    for (const part of [0, 0.25, 0.5, 0.75, 1]) {
        const time = span.from + (span.to - span.from) * part;
        const anchor = part === 0 ? "start" : part === 1 ? "end" : "middle";
        drawing.append(svg("text", { class: "dim", x: x(time), y: SIZE.height - 6, "text-anchor": anchor }, `${((time - model.start) / 1e6).toFixed(1)} s`));
    }
    for (const one of series) {
        const points = one.points.filter((report) => Number.isFinite(value(report)));
        if (points.length === 0) continue;
        const group = svg("g", { class: model.hue(one.leg) });
        const path = points.map((report, index) => (
            `${index === 0 ? "M" : "L"}${x(report.time).toFixed(1)} ${y(value(report) * measure.scale).toFixed(1)}`)).join("");
        group.append(svg("path", { class: "curve", d: path, "stroke-dasharray": one.dash }));
        for (const report of points.slice(0, 400)) {
            group.append(svg(
                "circle", { class: "dot", cx: x(report.time).toFixed(1), cy: y(value(report) * measure.scale).toFixed(1), r: 2.5 },
                svg("title", {}, `${one.name}, ${clock(report.time)}: ${qualityWords(report.message)}`)));
        }
        drawing.append(group);
    }
    return el("figure", {}, el("figcaption", {}, measure.name), drawing);
}

/// 1, 2 or 5 times a power of ten, not below a number.
function niceTop(number) {
    const power = 10 ** Math.floor(Math.log10(number));
    return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= number) ?? number;
}

function table(model, reports, onopen) {
    const body = el("tbody", {}, reports.slice(0, ROWS_MOST).map(({ message, index, time }) => el(
        "tr", { "data-message": index, onclick: () => onopen(index) },
        el("td", { class: "number" }, clock(time)),
        el("td", { class: `leg ${model.hue(model.legOf(message))}` }, model.legOf(message) || ""),
        el("td", { class: "dim" }, [message.reporter ?? message.node, message.source].filter(Boolean).map((one) => shown(one, 48)).join(", ")),
        el("td", { class: "dim" }, [message.direction, message.scope, message.codec].filter(Boolean).map((one) => shown(one, 24)).join(", ")),
        el("td", {}, qualityWords(message)))));
    return el(
        "table", { class: "list" },
        el("caption", {}, reports.length > ROWS_MOST ? `The first ${ROWS_MOST} of ${reports.length} reports` : count(reports.length, "report")),
        el("thead", {}, el("tr", {}, ["UTC", "leg", "from", "of what", "measured"].map((head) => el("th", { scope: "col" }, head)))), body);
}
