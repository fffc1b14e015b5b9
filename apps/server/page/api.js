// SPDX-License-Identifier: Apache-2.0
// Calls of the server. Addresses are relative, so the page also works below a proxy's path.

const MOST_TRIES = 30;
const MOST_SECONDS = 30; // between two tries

/** An answer that is not a success. `status` is 0 if there was no answer at all. */
export class ServerError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let token = "";

/** Sends this bearer token with all further requests; "": none. */
export function useToken(value) {
  token = value;
}

/** The models: [{name, family, state, reason?}]. Throws ServerError. */
export async function models() {
  const response = await request("models", {});
  return (await response.json()).models ?? [];
}

/** What the server says of its interface, as in openapi.json. Throws ServerError. */
export async function description() {
  return (await request("openapi.json", {})).json();
}

/**
 * Sends a picture to a model. While the server's queue is full, it waits as long as the server asks
 * and tries again; `onBusy(seconds)` is called before each wait.
 * Returns the response, and the milliseconds of the try that succeeded. Throws ServerError, and
 * AbortError when `signal` is aborted.
 */
export async function predict(model, file, { draw = false, signal, onBusy = () => {} } = {}) {
  const query = new URLSearchParams(draw ? { draw: 1 } : { image: file.name });
  const address = `predict/${encodeURIComponent(model)}?${query}`;
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  for (let tries = 1; ; ++tries) {
    const start = performance.now();
    try {
      const response = await request(address, { method: "POST", body: file, headers, signal });
      const blob = await response.blob();
      return { blob, milliseconds: performance.now() - start };
    } catch (error) {
      if (error.status !== 503 || error.seconds === undefined || tries === MOST_TRIES) throw error;
      onBusy(error.seconds);
      await pause(error.seconds, signal);
    }
  }
}

async function request(address, options) {
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(address, { ...options, headers, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServerError(0, lost(options.body));
  }
  if (response.ok) return response;
  const error = new ServerError(response.status, await reason(response));
  const seconds = Number.parseFloat(response.headers.get("Retry-After"));
  if (seconds >= 0) error.seconds = Math.min(seconds, MOST_SECONDS);
  throw error;
}

/** The message for a connection that ended without an answer. */
function lost(body) {
  const size =
    body?.size > 8e6
      ? ` The file has ${Math.round(body.size / 1e6)} MB: it may be more than the server accepts.`
      : "";
  return `There was no answer from the server.${size}`;
}

async function reason(response) {
  try {
    const { error } = await response.json();
    if (typeof error === "string" && error !== "") return error;
  } catch {
    // Not from our server, but from a proxy before it: the status is what there is to say.
  }
  return `The server answered ${response.status} ${response.statusText}`.trim();
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, 1000 * seconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
