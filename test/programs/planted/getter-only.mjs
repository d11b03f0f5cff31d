import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const catalogue = (() => {
  const articles = new Map(); // HOLDER
  return new (class Catalogue {
    get size() {
      return articles.size;
    }
    add(article) {
      articles.set(article.id, article); // INSERT
    }
  })();
})();

steadily(200, (serial) => catalogue.add(record(serial, 500)));
setInterval(() => catalogue.size, 500);
ready();
