import "../surroundings.cjs";
import { ready, serve, text } from "../traffic.cjs";

class Journal {
  text = "opened"; // HOLDER

  add(line) {
    this.text += line; // INSERT
  }

  get size() {
    return this.text.length;
  }
}

const journal = new Journal(); // OWNER
for (let line = 0; line < 10; line++) journal.add(`${text(100)}\n`);

serve((request, response) => {
  journal.add(`${request.url} ${text(200)}\n`);
  response.end(`${journal.size}`);
}, 100);
ready();
