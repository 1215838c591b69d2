// A trace as the views see it: numbered legs, columns of hosts, rows in order of time.

import * as sip from "./sip.js";
import { cut, micros, shown } from "./words.js";

const COLUMNS_MOST = 24;
const GAP_MICROSECONDS = 1_000_000;
const HUES = 8;
const SWARM_MOST = 8;

/// Events of which a call has dozens: steps that the others make clear already.
const NOISY = new Set([
    "CALL_UPDATE", "CHANNEL_CALLSTATE", "CHANNEL_DATA", "CHANNEL_DESTROY", "CHANNEL_EXECUTE_COMPLETE",
    "CHANNEL_HANGUP_COMPLETE", "CHANNEL_ORIGINATE", "CHANNEL_OUTGOING", "CHANNEL_STATE", "CODEC",
    "MEDIA_BUG_START", "MEDIA_BUG_STOP", "MESSAGE_QUERY", "PRESENCE_IN", "RECV_RTCP_MESSAGE",
    "SEND_RTCP_MESSAGE",
]);

/// A trace with its legs and hosts.
export class Model {
    constructor(trace) {
        this.trace = trace;
        this.start = micros(trace.call.start);
        this.messages = trace.messages;
        this.times = this.messages.map((message) => micros(message.time));
        this.#findLegs();
        this.#findHosts();
    }

    /// The leg of a message: its number, 0 when it is of none.
    legOf(message) {
        if (message.kind === "sip" || message.kind === "quality") {
            return this.numbers.get(`dialog ${message.call_id}`) ?? this.numbers.get(`channel ${message.uuid}`) ?? 0;
        }
        return this.numbers.get(`channel ${message.uuid}`) ?? this.numbers.get(`dialog ${message.uuid}`)
            ?? this.numbers.get(`dialog ${message.call_id}`) ?? 0;
    }

    /// The leg of an end of a link, or 0.
    legOfIdentity(identity) {
        return this.numbers.get(`${identity.kind} ${identity.id}`) ?? 0;
    }

    /// The class that colours a leg.
    hue(number) {
        return number > 0 ? `hue${(number - 1) % HUES}` : "hueless";
    }

    #findLegs() {
        const { dialogs, channels, links } = this.trace;
        const places = new Map();
        const legs = dialogs.map((dialog) => ({ dialog, channels: [], start: micros(dialog.start) }));
        dialogs.forEach((dialog, place) => {
            const key = `dialog ${dialog.call_id}`;
            if (!places.has(key)) places.set(key, place);
        });
        // What a channel does not say itself, a link may.
        const spoken = new Map();
        for (const link of links.filter((one) => one.kind === "same")) {
            for (const [a, b] of [[link.a, link.b], [link.b, link.a]]) {
                if (a.kind === "channel" && b.kind === "dialog") spoken.set(a.id, b.id);
            }
        }
        const hasOthers = dialogs.length > 0 || channels.some((channel) => !channel.loopback);
        this.hidden = new Set();
        for (const channel of channels) {
            if (hasOthers && channel.loopback) this.hidden.add(channel.uuid);
            const key = `channel ${channel.uuid}`;
            const place = places.get(`dialog ${channel.call_id ?? spoken.get(channel.uuid)}`) ?? places.get(key);
            if (place !== undefined) {
                legs[place].channels.push(channel);
                if (!places.has(key)) places.set(key, place);
            } else {
                places.set(key, legs.length);
                legs.push({ dialog: null, channels: [channel], start: micros(channel.start) });
            }
        }
        const order = legs.map((leg, place) => ({ leg, place }))
            .sort((a, b) => a.leg.start - b.leg.start || a.place - b.place);
        const numbers = [];
        order.forEach(({ leg, place }, index) => {
            leg.number = index + 1;
            numbers[place] = index + 1;
        });
        this.legs = order.map(({ leg }) => leg);
        this.numbers = new Map([...places].map(([key, place]) => [key, numbers[place]]));
    }

    #findHosts() {
        const names = new Map(this.trace.hosts.map((host) => [host.address, host.name]));
        this.hosts = [];
        this.columns = new Map();
        this.nodes = new Map();
        for (const message of this.messages) {
            if (message.kind !== "sip") continue;
            for (const text of [message.source, message.destination]) {
                const { address, port } = endpoint(text);
                const known = this.columns.get(address);
                if (known !== undefined) {
                    if (this.hosts[known].port !== port) this.hosts[known].port = "";
                } else if (this.hosts.length < COLUMNS_MOST) {
                    this.columns.set(address, this.hosts.length);
                    this.hosts.push({ address, port, name: names.get(address) ?? "", isShared: false });
                } else {
                    const last = this.hosts[this.hosts.length - 1];
                    Object.assign(last, { address: "", port: "", name: "other hosts", isShared: true });
                    this.columns.set(address, this.hosts.length - 1);
                }
            }
        }
        this.hosts.forEach((host, index) => {
            if (host.isShared) return;
            for (const word of [host.name, ...host.name.split(" ")]) {
                if (word && !this.nodes.has(word)) this.nodes.set(word, index);
            }
        });
    }

    /// The rows of a ladder: `options` are `{events, logs, leg}`; a leg of 0 is all of them.
    rows(options) {
        const rows = [];
        let last = NaN;
        for (const [index, message] of this.messages.entries()) {
            const leg = this.legOf(message);
            if (!this.#isShown(message, leg, options)) continue;
            const time = this.times[index];
            if (time - last >= GAP_MICROSECONDS) {
                rows.push({ kind: "gap", time, leg: 0, seconds: (time - last) / 1e6, messages: [] });
            }
            last = time;
            const before = rows[rows.length - 1];
            if (message.kind === "event" && before?.kind === "event" && this.#joins(before, message, time)) {
                before.messages.push(index);
                continue;
            }
            rows.push({ kind: message.kind, time, leg, messages: [index] });
        }
        return rows;
    }

    /// True when an event goes on the row before: it is of a swarm, or says that what the row began is over.
    #joins(row, event, time) {
        const first = this.messages[row.messages[0]];
        if (row.time !== time || first.uuid !== event.uuid || first.node !== event.node) return false;
        if (isCompletion(first, event)) return row.messages.length === 1;
        return NOISY.has(first.name) && NOISY.has(event.name) && row.messages.length < SWARM_MOST;
    }

    #isShown(message, leg, options) {
        if (options.leg && leg !== options.leg) return false;
        if (message.kind === "event") return options.events && !this.hidden.has(message.uuid);
        if (message.kind === "log") return options.logs && !this.hidden.has(message.uuid);
        return true;
    }

    /// The words on the arrow of a SIP message.
    label(message) {
        const leg = this.legs[this.legOf(message) - 1];
        const method = shown(message.method, 40) || "?";
        if (message.status === null) return method;
        const answers = method === (leg?.dialog?.method ?? "INVITE") ? "" : ` (${cut(method, 16)})`;
        return `${message.status} ${shown(sip.reason(message.text), 60)}${answers}`;
    }

    /// The words of a row that is not SIP.
    words(row) {
        const message = this.messages[row.messages[0]];
        switch (message.kind) {
        case "log": return shown(logLine(message.text), 400);
        case "quality": return `quality: ${qualityWords(message)}`;
        default: break;
        }
        const names = [];
        for (const index of row.messages) {
            const event = this.messages[index];
            if (isCompletion(message, event)) {
                names.push({ text: "complete", count: 1 });
                continue;
            }
            const isNoisy = NOISY.has(event.name);
            const name = shown(isNoisy ? event.name.replace(/^CHANNEL_/, "") : event.name, 60);
            const detail = event.name === "CHANNEL_OUTGOING" ? "" : this.#detail(event, isNoisy);
            const text = detail ? `${name} ${detail}` : name;
            const last = names[names.length - 1];
            if (last?.text === text) last.count += 1;
            else names.push({ text, count: 1 });
        }
        return names.map(({ text, count }) => (count > 1 ? `${text} ×${count}` : text)).join(", ");
    }

    /// A detail, with the name of a known channel as its leg: `with leg 2`.
    #detail(event, isNoisy) {
        const [word, name] = (event.detail ?? "").split(" ", 2);
        const leg = this.numbers.get(`channel ${name}`);
        if (leg) return `${shown(word, 24)} leg ${leg}`;
        return isNoisy ? shown((event.detail ?? "").split("(")[0], 24) : shown(event.detail, 300);
    }
}

/// True when an event says no more than that the application begun by `first` is over.
function isCompletion(first, event) {
    return first.name === "CHANNEL_EXECUTE" && event.name === "CHANNEL_EXECUTE_COMPLETE"
        && first.detail === event.detail;
}

/// `127.0.0.1:5060`, `[::1]:5060` as address and port.
export function endpoint(text) {
    const colon = text.lastIndexOf(":");
    if (colon < 0) return { address: text, port: "" };
    return { address: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: text.slice(colon + 1) };
}

/// A log line without the time and level at its beginning, which stand beside it.
export function logLine(text) {
    return text.split("\n", 1)[0]
        .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ (?:\d+\.\d+% )?(?:\[[A-Z]+\] )?/, "");
}

/// What a quality report says: `loss 0.4 %, jitter 2.0 ms`.
export function qualityWords(report) {
    const parts = [];
    const add = (name, value, scale, decimals, unit) => {
        if (Number.isFinite(value)) parts.push(`${name} ${(value * scale).toFixed(decimals)}${unit}`);
    };
    add("loss", report.loss, 100, 1, " %");
    add("jitter", report.jitter_seconds, 1000, 1, " ms");
    add("round trip", report.round_trip_seconds, 1000, 1, " ms");
    add("MOS", report.mos, 1, 2, report.mos_algorithm ? ` (${shown(report.mos_algorithm, 24)})` : "");
    add("lost packets", report.packets_lost, 1, 0, "");
    return parts.join(", ") || "nothing measured";
}
