// SPDX-License-Identifier: Apache-2.0
// The pictures of the page, and sending them, two at a time.

import { predict } from "./api.js";

const AT_ONCE = 2;

/**
 * The pictures in the order in which they came:
 * {file, address, state, note?, blob?, milliseconds?}
 *   address   where the browser finds its pixels
 *   state     "waiting", "sending", "done" or "failed"
 *   note      why it waits or failed
 *   blob      the answer as it came: JSON, which may be large and is not kept as objects
 * `onChange(picture)` is called after each change, `onToken()` when the server asks for a token: no
 * picture is sent then until resume().
 */
export class Queue {
  pictures = [];
  #model = "";
  #paused = false;

  constructor({ onChange, onToken }) {
    this.onChange = onChange;
    this.onToken = onToken;
  }

  add(files) {
    const added = [...files].map((file) => ({
      file,
      address: URL.createObjectURL(file),
      state: "waiting",
    }));
    this.pictures.push(...added);
    added.forEach((picture) => this.onChange(picture));
    this.#pump();
    return added;
  }

  clear() {
    for (const picture of this.pictures) {
      picture.abort?.abort();
      URL.revokeObjectURL(picture.address);
    }
    this.pictures = [];
  }

  /** Sends all pictures to another model. */
  use(model) {
    this.#model = model;
    this.pictures.forEach((picture) => this.#reset(picture));
    this.#pump();
  }

  again(picture) {
    this.#reset(picture);
    this.#pump();
  }

  resume() {
    this.#paused = false;
    this.#pump();
  }

  /** How many pictures are in a state. */
  count(state) {
    return this.pictures.filter((picture) => picture.state === state).length;
  }

  #reset(picture) {
    picture.abort?.abort();
    Object.assign(picture, {
      state: "waiting",
      note: "",
      blob: undefined,
      milliseconds: undefined,
    });
    this.onChange(picture);
  }

  #pump() {
    if (this.#paused || this.#model === "") return;
    while (this.count("sending") < AT_ONCE) {
      const next = this.pictures.find(({ state }) => state === "waiting");
      if (!next) return;
      this.#send(next);
    }
  }

  async #send(picture) {
    const abort = new AbortController();
    Object.assign(picture, { state: "sending", note: "", abort });
    this.onChange(picture);
    let change;
    try {
      const { blob, milliseconds } = await predict(this.#model, picture.file, {
        signal: abort.signal,
        onBusy: (seconds) => {
          picture.note = `The server is busy: next try in ${Math.ceil(seconds)} s`;
          this.onChange(picture);
        },
      });
      change = { state: "done", note: "", blob, milliseconds };
    } catch (error) {
      change = { state: "failed", note: error.message };
      if (error.status === 401) {
        change = { state: "waiting", note: "" };
        this.#paused = true;
      }
    }
    if (abort.signal.aborted) return; // it was sent again, or removed
    Object.assign(picture, change);
    this.onChange(picture);
    if (this.#paused) this.onToken();
    this.#pump();
  }
}
