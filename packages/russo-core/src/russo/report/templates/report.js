
"use strict";
const turns = [...document.querySelectorAll(".turn")];
const groups = [...document.querySelectorAll(".group")];
const player = new Audio();
const addresses = new Map();
let current = null;
let queue = [];

// Elements that need this script are hidden until it runs.
for (const part of document.querySelectorAll(".filter, .player, .all")) part.hidden = false;
for (const turn of turns) turn.style.flexGrow = Math.max(1, turn.dataset.seconds);

// Playing: one player for the page, which gets a recording when it is needed.

function address(name) {
  if (!addresses.has(name)) {
    const holder = document.getElementById(name);
    const bytes = Uint8Array.from(atob(holder.textContent), (letter) => letter.charCodeAt(0));
    addresses.set(name, URL.createObjectURL(new Blob([bytes], { type: holder.type.split(";")[0] })));
  }
  return addresses.get(name);
}

function seconds(turn) {
  return turn === current && Number.isFinite(player.duration) ? player.duration : Number(turn.dataset.seconds);
}

function show(turn, at) {
  const all = seconds(turn);
  const wave = turn.querySelector(".wave");
  wave.style.setProperty("--at", `${all ? Math.min(100, (100 * at) / all) : 0}%`);
  wave.setAttribute("aria-valuenow", at.toFixed(1));
  wave.setAttribute("aria-valuetext", `${at.toFixed(1)} of ${all.toFixed(1)} s`);
}

function label(turn, playing) {
  const button = turn.querySelector(".play");
  button.textContent = playing ? "❚❚" : "▶";
  button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/^\w+/, playing ? "Pause" : "Play"));
}

function choose(turn) {
  if (turn === current) return;
  if (current) {
    player.pause();
    label(current, false);
    show(current, 0);
    current.classList.remove("begun");
  }
  current = turn;
  turn.classList.add("begun");
  player.src = address(turn.dataset.sound);
}

function play(turn) {
  choose(turn);
  player.play().catch(() => label(turn, false));
}

function seek(turn, at) {
  choose(turn);
  player.currentTime = Math.max(0, Math.min(at, seconds(turn)));
  show(turn, player.currentTime);
}

player.addEventListener("play", () => label(current, true));
player.addEventListener("pause", () => label(current, false));
player.addEventListener("timeupdate", () => show(current, player.currentTime));
player.addEventListener("ended", () => {
  show(current, 0);
  const next = queue.shift();
  if (next) play(next);
});

document.addEventListener("click", (event) => {
  const turn = event.target.closest(".turn");
  const all = event.target.closest(".all");
  const wave = event.target.closest(".wave");
  if (all) {
    queue = [...all.closest(".group").querySelectorAll(".turn[data-sound]:not([hidden])")];
    const first = queue.shift();
    if (first) {
      seek(first, 0);
      play(first);
    }
  } else if (wave) {
    const box = wave.getBoundingClientRect();
    seek(turn, ((event.clientX - box.left) / box.width) * seconds(turn));
    play(turn);
  } else if (event.target.closest(".play")) {
    queue = [];
    if (turn === current && !player.paused) player.pause();
    else play(turn);
  }
});

document.addEventListener("keydown", (event) => {
  const wave = event.target.closest(".wave");
  if (!wave) return;
  const turn = wave.closest(".turn");
  const at = turn === current ? player.currentTime : 0;
  const to = { ArrowRight: at + 0.5, ArrowUp: at + 0.5, ArrowLeft: at - 0.5, ArrowDown: at - 0.5, Home: 0, End: seconds(turn) };
  if (event.key in to) seek(turn, to[event.key]);
  else if (event.key === " " || event.key === "Enter") turn === current && !player.paused ? player.pause() : play(turn);
  else return;
  event.preventDefault();
});

// Finding.

const words = document.getElementById("words");
const chosen = ["outcome", "provider", "voice", "condition", "verdict", "change"]
  .map((name) => document.getElementById(name))
  .filter(Boolean);
const texts = new Map(turns.map((turn) => {
  const test = turn.closest(".group").querySelector("h2").textContent;
  return [turn, `${turn.textContent} ${test}`.toLowerCase()];
}));

function fits(turn, wanted) {
  const facts = { ...turn.dataset, outcome: turn.closest(".group").dataset.outcome };
  return chosen.every((one) => !one.value || facts[one.id] === one.value) && wanted.every((word) => texts.get(turn).includes(word));
}

function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const turn of turns) {
    turn.hidden = !fits(turn, wanted);
    shown += !turn.hidden;
  }
  for (const group of groups) group.hidden = !group.querySelector(".turn:not([hidden])");
  document.getElementById("nothing").hidden = shown > 0;
  document.getElementById("shown").textContent = `${shown} of ${turns.length} utterances`;
}

if (words) {
  for (const one of [words, ...chosen]) one.addEventListener("input", filter);
  filter();
}
