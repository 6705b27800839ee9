// Search and filters of a report. Everything is on the page without this; it only hides what was not asked for.
// What is shown stands in the address behind `#?`, so that a link shows the same.
"use strict";

(() => {
  const form = document.getElementById("controls");
  const items = [...document.querySelectorAll(".flow, .finding")];
  const texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
  const fields = () => [...form.elements].filter((field) => field.name && field.type !== "button");

  function chosen() {
    const data = new FormData(form);
    return {
      words: String(data.get("text") || "").toLowerCase().split(/\s+/).filter(Boolean),
      severity: data.getAll("severity"),
      verdict: data.getAll("verdict"),
      about: data.get("rule") || "",
    };
  }

  // Severities are of findings and verdicts of flows: what has neither kind of its own is not touched by a choice of it.
  function wanted(item, choice) {
    const { severity, verdict, about } = item.dataset;
    const isIn = (kinds, kind) => !kinds.length || kind === undefined || kinds.includes(kind);
    return (
      isIn(choice.severity, severity) &&
      isIn(choice.verdict, verdict) &&
      (!choice.about || about.split(" ").includes(choice.about)) &&
      choice.words.every((word) => texts.get(item).includes(word))
    );
  }

  function show() {
    const choice = chosen();
    const shown = items.filter((item) => {
      const isWanted = wanted(item, choice);
      item.classList.toggle("hidden", !isWanted);
      return isWanted;
    });
    const number = (among, name) =>
      among.filter((item) => item.matches(name)).reduce((sum, item) => sum + Number(item.dataset.number || 1), 0);
    const count = (name) => {
      const [some, every] = [number(shown, name), number(items, name)];
      return some === every ? `${every}` : `${some} of ${every}`;
    };
    form.querySelector("output").value = `rows ${count(".flow")}, findings ${count(".finding")}`;
  }

  // An option's value is a number of this page; an address says its words, which another report has, too.
  function address() {
    const told = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name === "rule" && value) {
        const option = form.elements.rule.selectedOptions[0];
        told.append(value.split("-")[0], option.textContent);
      } else if (value) {
        told.append(name, value);
      }
    }
    return told.toString();
  }

  function remember() {
    const state = address();
    const place = location.pathname + location.search;
    history.replaceState(null, "", state ? `#?${state}` : place);
  }

  function restore() {
    if (!location.hash.startsWith("#?")) {
      reveal();
      return;
    }
    const told = new URLSearchParams(location.hash.slice(2));
    for (const field of fields()) {
      if (field.type === "checkbox") {
        field.checked = told.getAll(field.name).includes(field.value);
      } else if (field.name === "rule") {
        const option = [...field.options].find(
          (each) => each.value && told.get(each.value.split("-")[0]) === each.textContent,
        );
        field.value = option ? option.value : "";
      } else {
        field.value = told.get(field.name) || "";
      }
    }
    show();
  }

  // Whoever follows a link sees what it leads to, also where that was hidden or closed.
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) {
      return;
    }
    if (target.classList.contains("hidden")) {
      form.reset();
      show();
    }
    if (target.matches("details")) {
      target.open = true;
    }
    target.scrollIntoView();
  }

  function open(isOpen) {
    for (const each of document.querySelectorAll("main details")) {
      each.open = isOpen;
    }
  }

  form.addEventListener("input", () => {
    show();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () =>
    queueMicrotask(() => {
      show();
      remember();
    }),
  );
  form.elements.expand.addEventListener("click", () => open(true));
  form.elements.collapse.addEventListener("click", () => open(false));
  window.addEventListener("hashchange", restore);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.elements.text.focus();
    } else if (event.key === "Escape" && form.contains(event.target)) {
      form.reset();
      event.target.blur();
    }
  });

  form.hidden = false;
  show();
  restore();
})();
