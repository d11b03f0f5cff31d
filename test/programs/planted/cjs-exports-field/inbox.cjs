"use strict";
exports.letters = new Map(); // HOLDER
exports.stamps = new Map([["local", 1]]);

exports.receive = function receive(letter) {
  exports.letters.set(letter.id, letter); // INSERT
};
