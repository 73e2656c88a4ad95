/** What the reader has read, kept on this device: lessons read to their end, and questions answered; and how far this one is read. */

const KEY = "pyground-read";

/** @typedef {{ read: string[], quizzes: Record<string, number[]> }} Reading */

/** @param {ParentNode} page */
export function rememberReading(page) {
  const main = page.querySelector("main");
  if (main instanceof HTMLElement && main.dataset.lesson) followLesson(page, main, main.dataset.lesson);
  if (page.querySelector(".course")) showCourse(page);
}

/** @returns {Reading} */
export function reading() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const read = Array.isArray(kept.read) ? kept.read.map(String) : [];
    const quizzes = Object.entries(kept.quizzes ?? {}).map(([slug, numbers]) => [slug, Array.isArray(numbers) ? numbers.map(Number) : []]);
    return { read, quizzes: Object.fromEntries(quizzes) };
  } catch (error) {
    // Storage that is forbidden or was spoilt holds nothing; the course works without.
    console.info("What was read is not known on this device:", error);
    return { read: [], quizzes: {} };
  }
}

/** @param {(kept: Reading) => void} change */
function keep(change) {
  const kept = reading();
  change(kept);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch (error) {
    console.info("What was read can't be kept on this device:", error);
  }
}

/** @param {ParentNode} page @param {HTMLElement} main @param {string} slug */
function followLesson(page, main, slug) {
  const line = page.querySelector("[data-part=reading]");
  const show = () => {
    const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
    const part = scrollHeight > clientHeight ? scrollTop / (scrollHeight - clientHeight) : 1;
    if (line instanceof HTMLElement) line.style.transform = `scaleX(${part})`;
  };
  addEventListener("scroll", show, { passive: true });
  show();

  const end = main.querySelector("[data-part=end]");
  const sight = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    keep((kept) => kept.read.includes(slug) || kept.read.push(slug));
    sight.disconnect();
  });
  if (end) sight.observe(end);

  const opened = reading().quizzes[slug] ?? [];
  main.querySelectorAll("details.quiz").forEach((quiz, number) => {
    if (!(quiz instanceof HTMLDetailsElement)) return;
    quiz.toggleAttribute("data-done", opened.includes(number + 1));
    quiz.addEventListener("toggle", () => {
      if (!quiz.open) return;
      quiz.setAttribute("data-done", "");
      keep((kept) => {
        kept.quizzes[slug] = [...new Set([...(kept.quizzes[slug] ?? []), number + 1])];
      });
    });
  });
}

/** @param {ParentNode} page */
function showCourse(page) {
  const forget = page.querySelector("[data-part=forget]");
  const progress = page.querySelector("[data-part=course-progress]");
  const cards = [...page.querySelectorAll("[data-lesson-card]")];
  const show = () => {
    const { read } = reading();
    const done = cards.filter((card) => card instanceof HTMLElement && read.includes(card.dataset.lessonCard ?? ""));
    for (const card of cards) {
      const mark = card.querySelector("[data-part=done]");
      if (mark instanceof HTMLElement) mark.hidden = !done.includes(card);
    }
    if (forget instanceof HTMLElement) forget.hidden = !done.length;
    if (progress instanceof HTMLElement) {
      progress.hidden = !done.length;
      progress.textContent = `You have read ${done.length} of ${cards.length} lessons on this device.`;
    }
  };
  forget?.addEventListener("click", () => {
    localStorage.removeItem(KEY);
    show();
  });
  show();
}
