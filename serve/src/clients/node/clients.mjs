// OpenAI's and Cohere's clients against a server; prints what they were given, as JSON.
// node clients.mjs ADDRESS
import OpenAI from "openai";
import {CohereClient, CohereClientV2} from "cohere-ai";

const address = process.argv[2];
const openai = new OpenAI({baseURL: address + "/v1", apiKey: "none", maxRetries: 0});
const usual = await openai.embeddings.create({model: "embed", input: ["the soup was cold.", "the food was very good"]});
const floats = await openai.embeddings.create({model: "embed", input: "the soup was cold.", encoding_format: "float", dimensions: 5});
const models = await openai.models.list();
const error = await openai.embeddings.create({model: "other", input: "a"}).then(() => null, e => e);
const documents = ["the food was very good", "the soup was cold.", "late"];
const v2 = await new CohereClientV2({environment: address, token: "none"})
    .rerank({model: "rank", query: "cold", documents, topN: 2});
const v1 = await new CohereClient({environment: address, token: "none"})
    .rerank({model: "rank", query: "cold", documents, topN: 2, returnDocuments: true});

console.log(JSON.stringify({
  usual: usual.data.map(one => Array.from(one.embedding)),
  tokens: usual.usage.total_tokens,
  floats: floats.data[0].embedding,
  models: models.data.map(model => model.id),
  error: {name: error.constructor.name, code: error.code, status: error.status},
  v2: v2.results.map(one => one.index),
  scores: v2.results.map(one => one.relevanceScore),
  v1: v1.results.map(one => one.document.text),
}));
