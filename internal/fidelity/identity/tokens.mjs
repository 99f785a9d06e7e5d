// Prints, as a JSON array, the tokens that Azure's SDK gets for the scope in the arguments; then asks for another resource.
import { DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";

const [scope] = process.argv.slice(2);
const own = new ManagedIdentityCredential();
const tokens = [];
for (const credential of [new DefaultAzureCredential(), own, own]) {
  tokens.push((await credential.getToken(scope)).token);
}
try {
  await own.getToken("https://graph.microsoft.com/.default");
  process.exit(3);
} catch (error) {
  if (!String(error).includes("no token for this resource")) {
    console.error(error);
    process.exit(4);
  }
}
console.log(JSON.stringify(tokens));
