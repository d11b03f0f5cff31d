"use strict";

const online = new Map(); // HOLDER

function appear(user) {
  online.set(user.id, user); // INSERT
}

module.exports = { appear, count: () => online.size };
