// What every page of Antre does in a browser: it shows what the office sends, and sends what is pressed.
//
// ECMAScript 5 and nothing newer, for browsers of ten years ago. It knows elements by their id and their `data-` attributes, and
// no page by its name. Never here: sentences, rules, and what a key means.
(function () {
  "use strict";
  var body = document.body, page = chance();
  function data(name) { return body.getAttribute("data-" + name) || ""; }
  function by(id) { return document.getElementById(id); }
  function now() { return new Date().getTime(); }
  function show(id, shown) { if (by(id)) { by(id).hidden = !shown; } }
  function chance() { return (Math.random().toString(36) + Math.random().toString(36)).replace(/0\./g, ""); }
  function post(path, value, done) {
    var call = new XMLHttpRequest();
    call.open("POST", path);
    call.timeout = 2000;
    call.setRequestHeader("Content-Type", "application/json");
    call.onloadend = function () { if (done) { done(call.status); } };
    call.send(JSON.stringify(value));
  }

  // What is shown. An element stays the same one as long as it does the same, so that focus, scroll and a press that has begun
  // outlive the change.
  var drawn = {}, seen = "";
  function same(one, other) {
    function equal(name) { return one.getAttribute(name) === other.getAttribute(name); }
    return one.nodeName === other.nodeName && (one.nodeType !== 1 || equal("id") && equal("data-do") && equal("data-what"));
  }
  function alter(old, fresh) {
    var i, one;
    if (old.nodeType !== 1) { return old.nodeValue === fresh.nodeValue || (old.nodeValue = fresh.nodeValue); }
    for (i = old.attributes.length - 1; i >= 0; i--) {
      if (!fresh.hasAttribute(old.attributes[i].name)) { old.removeAttribute(old.attributes[i].name); }
    }
    for (i = 0; i < fresh.attributes.length; i++) {
      one = fresh.attributes[i];
      if (old.getAttribute(one.name) !== one.value) { old.setAttribute(one.name, one.value); }
    }
    fill(old, fresh);
  }
  function fill(old, fresh) {
    var at = old.firstChild, next = fresh.firstChild, after, rest;
    for (; next; at = after, next = rest) {
      rest = next.nextSibling;
      after = at && at.nextSibling;
      if (!at) { old.appendChild(next); } else if (same(at, next)) { alter(at, next); } else { old.replaceChild(next, at); }
    }
    for (; at; at = after) { after = at.nextSibling; old.removeChild(at); }
  }
  // What has opened, or is chosen now, is brought into sight once; whoever scrolls away stays away.
  function sight() {
    var at = document.querySelector("[data-sight]"), before = seen, box = at ? at.getBoundingClientRect() : null;
    seen = at ? at.getAttribute("data-sight") : "";
    if (box && seen !== before && (box.top < 0 || box.bottom > window.innerHeight)) { at.scrollIntoView(); }
  }
  function draw(parts) {
    var focus = document.activeElement, id, fresh, does;
    for (id in parts) {
      if (by(id) && drawn[id] !== parts[id]) {
        drawn[id] = parts[id];
        fresh = document.createElement(by(id).nodeName);
        fresh.innerHTML = parts[id];
        fill(by(id), fresh);
      }
    }
    letters(); sight();
    if (!focus || document.documentElement.contains(focus) || !focus.hasAttribute("data-do")) { return; }
    does = '[data-do="' + focus.getAttribute("data-do") + '"]';
    fresh = document.querySelector(does + '[data-what="' + focus.getAttribute("data-what") + '"]') || document.querySelector(does);
    if (fresh) { fresh.focus(); }
  }

  // What is heard: each call once, a new one in the place of an earlier one.
  var audio = null, said = 0, sound = "unknown";
  function heardAs(word) { sound = word; show("sound", word !== "plays"); }
  function play(source) {
    var started;
    try {
      audio = audio || new Audio();
      if (source) { audio.src = source; started = audio.play(); }
    } catch (error) { return heardAs("refused"); }
    if (!started) { return heardAs("plays"); }
    started.then(function () { heardAs("plays"); }, function (error) { heardAs(error.name === "NotAllowedError" ? "refused" : "failed"); });
  }
  function say(what) { if (what.id > said) { said = what.id; play(what.src); } }

  // The stream. A browser gives up on it for good at any trouble of the server, so it is opened anew from here.
  var stream = null, last = "", heard = now(), opened = 0, tries = 0, again = 0;
  function shut() {
    clearTimeout(again);
    if (stream) { stream.onerror = null; stream.close(); stream = null; }
  }
  function later() {
    shut();
    tries = Math.min(tries + 1, 5);
    again = setTimeout(open, 1000 + Math.random() * (Math.min(30, Math.pow(2, tries)) - 1) * 1000);
  }
  function open() {
    var path = data("stream");
    shut();
    if (!path || !window.EventSource) { return; }
    path += (path.indexOf("?") < 0 ? "?" : "&") + "after=" + encodeURIComponent(last) + "&page=" + page;
    opened = now();
    stream = new EventSource(path + (location.search ? "&" + location.search.slice(1) : ""));
    stream.onerror = later;
    listen("page", draw); listen("say", say); listen("gone", gone);
    listen("ping", function (ping) { post(data("here"), { n: ping.n, sound: sound, said: said, id: page }); });
  }
  function listen(name, then) {
    stream.addEventListener(name, function (event) {
      heard = now(); tries = 0;
      last = event.lastEventId || last;
      show("stale", false);
      then(JSON.parse(event.data));
    });
  }
  // The server has forgotten this page. It is fetched anew, but not over and over; a wall stays and tries again.
  function gone() {
    shut();
    try {
      if (!body.hasAttribute("data-stay") && now() - Number(sessionStorage.getItem("antre-fetched")) > 30000) {
        sessionStorage.setItem("antre-fetched", String(now()));
        return location.reload();
      }
    } catch (error) { /* Without a memory nothing guards against a loop. */ }
    later();
  }
  setInterval(function () {
    var stale = by("stale"), silence = now() - heard;
    if (silence < 0) { heard = now(); }
    if (stream && silence > 40000 && now() - opened > 40000) { later(); }
    if (!stale || !stale.hidden || silence <= 3000) { return; }
    stale.textContent = stale.getAttribute("data-text").replace("{time}", by("time") ? by("time").textContent : "");
    stale.hidden = false;
  }, 1000);
  function wake() { if (!document.hidden && (!stream || now() - heard > 3000)) { tries = 0; open(); } }
  window.addEventListener("pagehide", shut);
  window.addEventListener("pageshow", wake);
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);

  // What is pressed goes to the office one after the other, each with one key in all its tries. While an answer is overdue nothing
  // new is taken: nobody wants ten calls at once when the connection is back.
  var queue = [], sign = 0, overdue = false;
  function late(is) { overdue = is; show("waiting", is); }
  function send(what, value) {
    if (!overdue && queue.push({ key: chance(), "do": what, what: value }) === 1) { pass(); }
  }
  function pass() {
    sign = sign || setTimeout(late, 1000, true);
    post(data("event"), queue[0], function (status) {
      if (status < 200 || status >= 300 && status < 400 || status >= 500) { return setTimeout(pass, 500); }
      sign = clearTimeout(sign);
      late(false);
      if (status === 401) { gone(); }
      if (queue.shift() && queue.length) { pass(); }
    });
  }
  document.addEventListener("click", function (event) {
    var at = event.target, what, ask;
    while (at && at.nodeType === 1 && !at.hasAttribute("data-do") && at.id !== "sound" && at.id !== "letters") { at = at.parentNode; }
    if (!at || at.nodeType !== 1) { return; }
    if (event.detail) { at.blur(); }
    if (at.id === "sound") { return play(at.getAttribute("data-src") || (audio && audio.src)); }
    if (at.id === "letters") { return letters(silent() ? "on" : "off"); }
    what = at.getAttribute("data-do");
    ask = at.getAttribute("data-ask");
    // The second click of a double click is meant for nothing but digits.
    if (event.detail > 1 && what !== "key" && what !== "erase" || ask && !window.confirm(ask)) { return; }
    send(what, at.getAttribute("data-what") || "");
  });

  // Keys. Whoever is disturbed by letters that act switches them off, for this browser.
  function silent() { try { return localStorage.getItem("antre-letters") === "off"; } catch (error) { return false; } }
  function letters(word) {
    try { if (word) { localStorage.setItem("antre-letters", word); } } catch (error) { /* They stay as they are. */ }
    if (by("letters")) { by("letters").setAttribute("aria-pressed", String(!silent())); }
  }
  var NAMES = { Spacebar: " ", Esc: "Escape", ArrowUp: "Up", ArrowDown: "Down" };
  // For browsers that know keys by their codes alone: the pad has its digits 48 further up.
  var CODES = { 8: "Backspace", 13: "Enter", 27: "Escape", 32: " ", 38: "Up", 40: "Down", 191: "?" };
  function named(event) {
    var code = event.keyCode;
    if (event.key) { return NAMES[event.key] || event.key; }
    if (code >= 48 && code <= 105) { return String.fromCharCode(code < 96 ? code : code - 48); }
    return CODES[code] || "F" + (code - 111);
  }
  document.addEventListener("keydown", function (event) {
    var key = named(event), tag = document.activeElement ? document.activeElement.nodeName : "";
    if (event.ctrlKey || event.altKey || event.metaKey || !/^([ -~]|Enter|Escape|Backspace|Up|Down|F[24789]|F10)$/.test(key)) { return; }
    if (!body.hasAttribute("data-keys") || /^(INPUT|SELECT|TEXTAREA)$/.test(tag)) { return; }
    if (/^(Enter| )$/.test(key) && /^(A|BUTTON)$/.test(tag) || /^[!-~]$/.test(key) && silent()) { return; }
    if (/^(Up|Down)$/.test(key) && !document.querySelector("[data-arrows]")) { return; }
    event.preventDefault();
    if (!event.repeat) { send("key", key); }
  });
  letters();
  open();
}());
