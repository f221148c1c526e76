// Adds to an episode page: chapters that jump, the sentence being spoken marked, two buttons to skip.
"use strict";
(function () {
  const sound = document.getElementById("sound");
  if (!sound) return;
  const said = [...document.querySelectorAll(".said")];
  const stories = [...document.querySelectorAll("nav [data-start]")];
  const follow = document.getElementById("follow");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let now = null;
  let story = null;

  const start = (element) => Number(element.dataset.start);
  const last = (elements, time) => elements.filter((element) => start(element) <= time).pop() || null;

  function jump(time) {
    sound.currentTime = time;
    const playing = sound.play();
    if (playing) playing.catch(() => {});  // the browser wants a touch first; the place is kept
  }

  function mark() {
    const time = sound.currentTime + 0.05;
    const sentence = last(said, time);
    if (sentence !== now) {
      if (now) { now.classList.remove("now"); now.removeAttribute("aria-current"); }
      now = sentence;
      if (now) {
        now.classList.add("now");
        now.setAttribute("aria-current", "true");
        if (follow.checked && !sound.paused) {
          now.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
        }
      }
    }
    const chapter = last(stories, time);
    if (chapter !== story) {
      if (story) { story.classList.remove("now-playing"); story.removeAttribute("aria-current"); }
      story = chapter;
      if (story) { story.classList.add("now-playing"); story.setAttribute("aria-current", "true"); }
    }
  }

  function tick() {
    mark();
    if (!sound.paused) requestAnimationFrame(tick);
  }

  sound.addEventListener("play", tick);
  sound.addEventListener("seeked", mark);
  sound.addEventListener("timeupdate", mark);
  stories.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    jump(start(link));
  }));
  said.forEach((sentence) => sentence.addEventListener("click", () => {
    if (!String(getSelection())) jump(start(sentence));
  }));
  document.querySelectorAll("[data-skip]").forEach((button) => button.addEventListener("click", () => {
    sound.currentTime = Math.max(0, sound.currentTime + Number(button.dataset.skip));
  }));
  document.getElementById("next").addEventListener("click", () => {
    const next = stories.find((link) => start(link) > sound.currentTime + 0.05);
    if (next) jump(start(next));
  });
  document.getElementById("buttons").hidden = false;
  document.body.classList.add("ready");
})();
