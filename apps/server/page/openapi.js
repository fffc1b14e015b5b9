// SPDX-License-Identifier: Apache-2.0
// Shows openapi.json as a page.

import { description } from "./api.js";
import { make } from "./panel.js";

const METHODS = ["get", "post", "put", "patch", "delete", "head"];

/** What a reference ("#/components/schemas/Model") stands for; anything else as it is. */
function resolve(api, value) {
  if (!value?.$ref) return value ?? {};
  const keys = value.$ref.replace("#/", "").split("/");
  return (
    keys.reduce((part, key) => part?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], api) ?? {}
  );
}

/** A schema as text: "Model[]", "string (binary)". */
function typeOf(api, schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  for (const [word, joint] of [
    ["oneOf", " | "],
    ["anyOf", " | "],
    ["allOf", " & "],
  ]) {
    if (schema[word]) return schema[word].map((part) => typeOf(api, part)).join(joint);
  }
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.type === "array") return `${typeOf(api, schema.items)}[]`;
  return [schema.type ?? "any", schema.format ? `(${schema.format})` : ""].join(" ").trim();
}

/** A text: paragraphs, with `code` and lists of lines that start with "- ". */
function prose(text) {
  const parts = (text ?? "").split(/\n{2,}/).filter((part) => part.trim() !== "");
  return parts.map((part) => {
    const lines = part.split("\n");
    if (lines.every((line) => /^[-*] /.test(line)))
      return make(
        "ul",
        { class: "points" },
        ...lines.map((line) => make("li", {}, ...spans(line.slice(2)))),
      );
    return make("p", {}, ...spans(part));
  });
}

function spans(text) {
  return text.split("`").map((part, i) => (i % 2 === 1 ? make("code", {}, part) : part));
}

function table(heads, rows) {
  const head = make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, name)));
  const body = rows.map((row) =>
    make("tr", {}, ...row.map((cell) => make("td", {}, ...[cell].flat()))),
  );
  return make(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": heads.join(", ") },
    make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)),
  );
}

function parametersOf(api, path, operation) {
  const parameters = [...(path.parameters ?? []), ...(operation.parameters ?? [])].map((one) =>
    resolve(api, one),
  );
  if (parameters.length === 0) return [];
  const rows = parameters.map((one) => [
    make("code", {}, one.name + (one.required ? " *" : "")),
    one.in,
    make("code", {}, typeOf(api, one.schema)),
    spans(one.description ?? ""),
  ]);
  return [make("h4", {}, "Parameters"), table(["Name", "In", "Type", "Meaning"], rows)];
}

function contents(api, content) {
  return Object.entries(content ?? {}).map(([type, { schema }]) => [
    make("code", {}, type),
    make("code", {}, typeOf(api, schema)),
  ]);
}

function bodyOf(api, operation) {
  const body = resolve(api, operation.requestBody);
  const rows = contents(api, body.content);
  if (rows.length === 0) return [];
  return [
    make("h4", {}, "Body"),
    ...prose(body.description),
    table(["Media type", "Content"], rows),
  ];
}

function responsesOf(api, operation) {
  const rows = Object.entries(operation.responses ?? {}).map(([status, given]) => {
    const response = resolve(api, given);
    const types = contents(api, response.content).map((pair) =>
      make("div", {}, pair[0], " ", pair[1]),
    );
    return [make("code", {}, status), spans(response.description ?? ""), types];
  });
  return rows.length === 0
    ? []
    : [make("h4", {}, "Answers"), table(["Status", "Meaning", "Content"], rows)];
}

function exampleOf(path, method, operation) {
  const types = Object.keys(operation.requestBody?.content ?? {});
  let sends = method === "get" ? "" : ` -X ${method.toUpperCase()}`;
  if (types.includes("application/json")) sends = " --json @request.json";
  if (types.some((type) => type.startsWith("image/") || type === "application/octet-stream"))
    sends = " --data-binary @picture.png";
  const address = new URL(`.${path}`, location.href).href
    .replaceAll("%7B", "{")
    .replaceAll("%7D", "}");
  return make("pre", { tabindex: "0" }, `curl${sends} '${address}'`);
}

function operationOf(api, address, path, method) {
  const operation = path[method];
  const id = `${method}${address}`;
  const title = make(
    "h3",
    { id },
    make("span", { class: `method ${method}` }, method.toUpperCase()),
    " ",
    make("code", {}, address),
  );
  return make(
    "section",
    { class: "operation" },
    title,
    ...prose(operation.summary),
    ...prose(operation.description),
    ...parametersOf(api, path, operation),
    ...bodyOf(api, operation),
    ...responsesOf(api, operation),
    exampleOf(address, method, operation),
  );
}

function schemasOf(api) {
  const schemas = Object.entries(api.components?.schemas ?? {});
  if (schemas.length === 0) return [];
  const sections = schemas.map(([name, schema]) => {
    const required = new Set(schema.required);
    const rows = Object.entries(schema.properties ?? {}).map(([key, part]) => [
      make("code", {}, key + (required.has(key) ? " *" : "")),
      make("code", {}, typeOf(api, part)),
      spans(part.description ?? ""),
    ]);
    const fields =
      rows.length > 0
        ? [table(["Field", "Type", "Meaning"], rows)]
        : [make("p", {}, make("code", {}, typeOf(api, schema)))];
    return make(
      "section",
      { class: "operation" },
      make("h3", { id: `schema-${name}` }, make("code", {}, name)),
      ...prose(schema.description),
      ...fields,
    );
  });
  return [make("h2", { id: "types" }, "Types"), ...sections];
}

function show(api) {
  const groups = new Map();
  for (const [address, path] of Object.entries(api.paths ?? {})) {
    for (const method of METHODS.filter((name) => path[name])) {
      const tag = path[method].tags?.[0] ?? "Interface";
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push({ address, path, method });
    }
  }
  const article = document.getElementById("interface");
  const list = document.getElementById("contents");
  article.append(
    make("h2", {}, `${api.info?.title ?? "API"} ${api.info?.version ?? ""}`),
    ...prose(api.info?.description),
  );
  for (const [tag, operations] of groups) {
    article.append(
      make("h2", {}, tag),
      ...operations.map(({ address, path, method }) => operationOf(api, address, path, method)),
    );
    const links = operations.map(({ address, method }) =>
      make(
        "li",
        {},
        make(
          "a",
          { href: `#${method}${address}` },
          make("span", { class: `method ${method}` }, method.toUpperCase()),
          " ",
          address,
        ),
      ),
    );
    list.append(make("h2", {}, tag), make("ul", {}, ...links));
  }
  const types = schemasOf(api);
  article.append(...types);
  if (types.length > 0) list.append(make("h2", {}, make("a", { href: "#types" }, "Types")));
}

try {
  show(await description());
} catch (error) {
  const notice = document.getElementById("notice");
  notice.firstElementChild.textContent = error.message;
  notice.hidden = false;
}
