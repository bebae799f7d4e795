// A receiver as its users write it: it verifies by the library, and says 204
// to what is good and 400 to what is not. receiver.mjs FOLDER SECRET
import { createRequire } from "node:module";
import { createServer } from "node:http";

const { Webhook } = createRequire(process.argv[2] + "/")("standardwebhooks");
const webhook = new Webhook(process.argv[3]);

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    try {
      const event = webhook.verify(Buffer.concat(chunks).toString(), request.headers);
      response.writeHead(event.type === "user.deleted" ? 410 : 204).end();
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit(0)); // with the test
