"use strict";

// What each route may be asked, to begin with.
const examples = {
  "/v1/embeddings": {input: ["The soup was cold.", "The food had no warmth."]},
  "/embed": {inputs: "The soup was cold."},
  "/similarity": {inputs: {source_sentence: "The soup was cold.", sentences: ["The food had no warmth.", "My train was late."]}},
  "/predict": {inputs: "The soup was cold."},
  "/rerank": {query: "cold soup", texts: ["The food had no warmth.", "My train was late."], return_text: true},
  "/v1/rerank": {query: "cold soup", documents: ["The food had no warmth.", "My train was late."], top_n: 1},
  "/answer": {question: "Who came late?", context: "Ann came late. Tom was there already."},
  "/fill-mask": {inputs: "The soup was [MASK]."},
  "/tokenize": {inputs: "The soup was cold."},
  "/decode": {ids: [101, 102]},
};
const MOST = 20000;
const byId = id => document.getElementById(id);

for (const route of Object.keys(examples)) {
  const option = document.createElement("option");
  option.textContent = route;
  byId("route").append(option);
}

function showExample() {
  const model = byId("model").value;
  byId("body").value = JSON.stringify({...(model && {model}), ...examples[byId("route").value]}, null, 2);
}

function authorization() {
  return byId("key").value ? {Authorization: "Bearer " + byId("key").value} : {};
}

// Who may not see the models names one by hand.
async function listModels() {
  const response = await fetch("./v1/models", {headers: authorization()}).catch(() => null);
  const models = response && response.ok ? (await response.json()).data : [];
  byId("model").replaceChildren(byId("model").options[0], ...models.map(model => new Option(model.id, model.id)));
}

async function send(event) {
  event.preventDefault();
  const headers = {"Content-Type": "application/json", ...authorization()};
  byId("status").textContent = "waiting";
  byId("answer").textContent = "";
  const start = performance.now();
  try {
    const response = await fetch("." + byId("route").value, {method: "POST", headers, body: byId("body").value});
    const text = await response.text();
    byId("status").textContent = response.status + ", " + Math.round(performance.now() - start) + " ms";
    byId("answer").textContent = text.length > MOST ? text.slice(0, MOST) + " …" : text;
  } catch (error) {
    byId("status").textContent = "no answer: " + error.message;
  }
}

byId("route").addEventListener("change", showExample);
byId("model").addEventListener("change", showExample);
byId("key").addEventListener("change", listModels);
byId("form").addEventListener("submit", send);
showExample();
listModels();
