// Reads a file with the parser of the tool that it is for, and prints what that found as JSON: read.mjs TOOL < FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const text = readFileSync(0, "utf8");

const readers = {
  dotenv: () => require("dotenv").parse(text),
  bruno: () => require("@usebruno/lang").bruToJsonV2(text),
  postman: () => new (require("postman-collection").VariableScope)(JSON.parse(text)).toObject(),
};

console.log(JSON.stringify(readers[process.argv[2]]()));
