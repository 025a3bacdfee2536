// Looks at the page in headless Chromium (software WebGL) and prints what it finds as JSON.
//
//   node page.mjs CHECK '{"chromium": …, "url": …, …}'

import fs from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [check, options] = [process.argv[2], JSON.parse(process.argv[3])];
const axe = () => fs.readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const noise = { errors: [], hosts: new Set() };

const browser = await puppeteer.launch({
  executablePath: options.chromium,
  headless: true,
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"],
});

async function newPage({ width = 1280, height = 900, language = "de", still = false, phone = false } = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width, height, isMobile: phone, hasTouch: phone, deviceScaleFactor: phone ? 2 : 1 });
  await page.evaluateOnNewDocument((tag) => {
    Object.defineProperty(navigator, "languages", { get: () => [tag] });
  }, language);
  if (still) await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && noise.errors.push(message.text()));
  page.on("pageerror", (error) => noise.errors.push(String(error)));
  page.on("requestfailed", (request) => noise.errors.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (!["blob:", "data:"].includes(protocol)) noise.hosts.add(host);
  });
  return page;
}

async function openPage(given = {}) {
  const page = await newPage(given);
  await page.goto(options.url);
  await page.waitForFunction("globalThis.signaryPage?.figure()", { timeout: 60_000 });
  return page;
}

const signed = (page, count) =>
  page.waitForFunction(
    (wanted) => document.querySelectorAll("#signed > li > button:enabled").length >= wanted,
    { timeout: 90_000 },
    count,
  );

/** Text that is there at once, as if it was pasted: what is typed slowly may end on the way. */
const paste = (page, text) =>
  page.evaluate((text) => {
    const box = document.getElementById("text");
    box.value = text;
    box.dispatchEvent(new Event("input"));
  }, text);

/** Joints of the scene and the numbers of the motion, at frames of what is shown. */
const joints = (page, names, count) =>
  page.evaluate(
    (names, count) => {
      const { playback, figure } = signaryPage;
      const { show } = playback;
      playback.playing = false;
      const found = [];
      for (let i = 0; i < count; i++) {
        const frame = show.first + Math.floor((i * (show.end - show.first - 1)) / Math.max(1, count - 1));
        show.sample(frame);
        figure().show(show.rotations, show.expressions);
        const weights = {};
        figure().scene.traverse((node) => {
          for (const [name, slot] of Object.entries(node.morphTargetDictionary ?? {}))
            weights[name] = node.morphTargetInfluences[slot];
        });
        const turns = figure().extras.twists.map(({ name }) => figure().scene.getObjectByName(name).quaternion.toArray());
        found.push({ values: Array.from(show.values(frame)), places: figure().places(names), weights, turns });
      }
      return { frames: show.end - show.first, found };
    },
    names,
    count,
  );

/** How many pixels of the canvas differ from its corner, and a digest of them. */
async function picture(page) {
  const shot = await (await page.$("#frame canvas")).screenshot({ encoding: "base64" });
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
    let [other, sum] = [0, 0];
    for (let at = 0; at < pixels.length; at += 4) {
      const far = [0, 1, 2].reduce((most, i) => Math.max(most, Math.abs(pixels[at + i] - pixels[i])), 0);
      other += far > 24;
      sum = (sum * 31 + pixels[at] * 7 + pixels[at + 1] * 3 + pixels[at + 2]) % 1000003;
    }
    return { share: other / (pixels.length / 4), sum };
  }, shot);
}

const checks = {
  /** Text is typed; the frames of its sentences and the joints of the scene. */
  async typed() {
    const page = await openPage();
    await page.select("#language", options.language);
    await page.type("#text", options.text, { delay: 15 });
    const first = await picture(page);
    await signed(page, options.sentences);
    const sentences = await page.$$eval("#signed > li .sentence", (all) => all.map((each) => each.textContent));
    const seen = await page.evaluate(
      () => document.getElementById("signed").firstChild.querySelector(".signs").textContent,
    );
    const result = [];
    for (let at = 0; at < options.sentences; at++) {
      await page.evaluate((at) => document.querySelectorAll("#signed > li > button")[at].click(), at);
      result.push({ text: sentences[at], ...(await joints(page, options.names, options.count)) });
      result.at(-1).picture = await picture(page);
    }
    return { first, sentences: result, signs: seen };
  },

  /** Chunks are shown for a while: gaps, and the longest time (milliseconds) in which nothing moved. */
  async minute() {
    const page = await openPage({ width: 900, height: 700 });
    await page.select("#language", options.language);
    await page.evaluate((text) => {
      if (!text) return;
      const box = document.getElementById("text");
      box.value = text;
      document.getElementById("say").requestSubmit();
    }, options.text);
    await page.waitForFunction(() => document.getElementById("caption").textContent !== "", { timeout: 60_000 });
    return page.evaluate(async (seconds) => {
      const { playback } = signaryPage;
      const began = performance.now();
      const from = { gaps: playback.buffer.gaps, position: playback.position };
      let [still, longest, last, pictures, fullest] = [0, 0, performance.now(), 0, 0];
      let position = playback.position;
      while (performance.now() - began < 1000 * seconds) {
        await new Promise(requestAnimationFrame);
        pictures += 1;
        fullest = Math.max(fullest, playback.ahead);
        if (playback.position > position) {
          [position, last] = [playback.position, performance.now()];
        }
        longest = Math.max(longest, performance.now() - last);
      }
      const passed = (performance.now() - began) / 1000;
      return {
        gaps: playback.buffer.gaps - from.gaps,
        frames: playback.position - from.position,
        seconds: passed,
        longest,
        pictures: pictures / passed,
        fullest,
        target: playback.buffer.target,
      };
    }, options.seconds);
  },

  /** Pictures a second at 512 x 512 of the light figure while it moves; when the page was ready. */
  async pace() {
    const page = await openPage({ width: 1000, height: 900 });
    const ready = await page.evaluate(() => performance.getEntriesByName("signary-ready")[0].startTime);
    await page.evaluate(() => {
      Object.assign(document.getElementById("frame").style, { width: "512px", height: "512px" });
      document.getElementById("text").value = "Morgen regnet es im Norden. Im Süden scheint die Sonne.";
      document.getElementById("say").requestSubmit();
    });
    await sleep(1500);
    const found = await page.evaluate(async (seconds) => {
      const [began, canvas] = [performance.now(), document.querySelector("#frame canvas")];
      let pictures = 0;
      while (performance.now() - began < 1000 * seconds) {
        await new Promise(requestAnimationFrame);
        pictures += 1;
      }
      const { stage } = signaryPage;
      // What drawing costs by itself, whatever else the machine does between pictures.
      const gl = stage.renderer.getContext();
      const drawn = performance.now();
      const pixel = new Uint8Array(4);
      for (let i = 0; i < 20; i++) {
        stage.draw();
        gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      }
      return {
        rate: pictures / ((performance.now() - began) / 1000),
        milliseconds: (performance.now() - drawn) / 20,
        size: [canvas.width, canvas.height],
        detail: stage.detail,
        triangles: stage.renderer.info.render.triangles,
      };
    }, options.seconds);
    return { ...found, ready };
  },

  /** Violations that axe finds, with sentences, signs and verdicts on the page. */
  async axe() {
    const found = {};
    for (const [name, given] of Object.entries(options.pages)) {
      const page = await openPage(given);
      await page.type("#text", "Hallo. ");
      await signed(page, 1);
      await page.type("#query", given.query);
      await page.evaluate(() => document.getElementById("lookup").requestSubmit());
      await page.waitForSelector("#found > li");
      await page.evaluate(() => document.querySelectorAll(".review .wrong").forEach((button) => button.click()));
      await page.evaluate(() => document.querySelector("#found > li > button").click());
      await page.waitForSelector("li[aria-current]");
      // Evaluated by the debugger, which the page's policy does not bind.
      await page.evaluate(axe());
      const { violations } = await page.evaluate(() => axe.run());
      found[name] = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      await page.close();
    }
    return found;
  },

  /** Everything that a reader can press. */
  async controls() {
    const page = await openPage();
    const session = await page.createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: options.folder });
    const state = () =>
      page.evaluate(() => {
        const { playback, stage } = signaryPage;
        const { position, playing, speed, loop, live } = playback;
        const distance = stage.camera.position.distanceTo(stage.orbit.target);
        return {
          position,
          playing,
          speed,
          loop,
          live,
          mirrored: stage.mirrored,
          distance,
          side: stage.camera.position.x,
        };
      });
    const said = {};
    await page.select("#language", "dgs");
    await paste(page, "Morgen regnet es im Norden. ");
    await signed(page, 1);
    await page.evaluate(() => document.querySelector("#signed .signs button:last-child").click());
    await sleep(1500);
    said.word = await state();
    said.sign = await page.evaluate(() => {
      const { show, position } = signaryPage.playback;
      return [show.markAt(position).word, document.querySelector("#caption mark")?.textContent];
    });
    await page.click("#loop");
    said.unlooped = await state();
    await page.click("#play");
    await sleep(200);
    const paused = await state();
    await page.click("#forth");
    await page.click("#forth");
    await page.click("#back");
    said.steps = [paused, await state()];
    await page.select("#speed", "0.5");
    await page.click("#mirror");
    said.mirrored = await state();
    await page.select("#view", "hands");
    await sleep(1200);
    said.hands = await state();
    await page.select("#view", "left");
    await sleep(1200);
    said.left = await state();
    await page.focus("#frame");
    for (const key of ["ArrowRight", "ArrowRight", "+", " ", ",", "0"]) await page.keyboard.press(key);
    said.keys = await state();
    await page.select("#method", "signer");
    await paste(page, "Guten Tag. ");
    await signed(page, 2);
    said.rules = await page.$eval("#signed > li", (item) => item.textContent);
    await page.type("#query", "regen");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#found > li");
    said.found = await page.$$eval("#found .sentence", (all) => all.map((each) => each.textContent.trim()));
    await page.evaluate(() => document.querySelector("#found > li > button").click());
    await page.waitForSelector("#found > li[aria-current]");
    said.shown = await state();
    await page.evaluate(() => {
      document.querySelector("#found .review .wrong").click();
      const why = document.querySelector("#found .review input");
      why.value = 'zu schnell: "so"';
      why.dispatchEvent(new Event("change"));
      document.querySelector("#signed .review .right").click();
    });
    await page.evaluate(() => document.getElementById("review").requestSubmit());
    said.unnamed = await page.$eval("#reviewed", (each) => each.textContent);
    await page.type("#reviewer", "Anna Muster");
    await page.evaluate(() => document.getElementById("review").requestSubmit());
    for (const format of ["glb", "vtt", "json"]) {
      await page.select("#format", format);
      await page.evaluate(() => document.getElementById("download").requestSubmit());
      await page.waitForFunction(
        (end) => document.getElementById("status").textContent.includes(`.${end}`),
        { timeout: 60_000 },
        format,
      );
    }
    await sleep(1500);
    await page.select("#interface", "zh");
    said.chinese = await page.evaluate(() => [
      document.documentElement.lang,
      document.title,
      document.querySelector(".review legend").textContent,
      document.getElementById("notice").textContent.trim(),
    ]);
    await page.reload();
    await page.waitForFunction("globalThis.signaryPage?.figure()", { timeout: 60_000 });
    said.kept = await page.evaluate(() => [
      document.documentElement.lang,
      document.getElementById("reviewed").textContent,
    ]);
    said.notice = await page.$eval("#notice", (each) => each.getBoundingClientRect().top);
    return said;
  },

  /** Who may sign before a sentence ends, by keyboard; what is shown then of a sentence that still comes. */
  async early() {
    const page = await openPage(options.view);
    const state = () =>
      page.evaluate(() => {
        const [method, policy] = ["method", "policy"].map((id) => document.getElementById(id));
        const enabled = (select) => [...select.options].filter((each) => !each.disabled).map(({ value }) => value);
        const why = document.getElementById(policy.getAttribute("aria-describedby")).textContent;
        return { method: method.value, policy: policy.value, methods: enabled(method), policies: enabled(policy), why };
      });
    const said = {};
    await page.select("#language", options.language);
    said.auto = await state();
    await page.focus("#method");
    await page.keyboard.press("ArrowDown");
    said.model = await state();
    await page.keyboard.press("Tab");
    said.focused = await page.evaluate(() => document.activeElement.id);
    await page.keyboard.press("End");
    said.chosen = await state();
    await page.select("#method", "hybridsign");
    said.without = await state();
    const first = async () => {
      await signed(page, 1);
      return page.$eval("#signed > li", (item) => item.textContent);
    };
    await paste(page, options.texts[0]);
    said.signed = await first();
    await page.select("#method", "model");
    said.again = await state();
    await page.evaluate(() => document.getElementById("signed").replaceChildren());
    let shown = "";
    for (const [at] of options.texts[1].entries()) {
      await paste(page, options.texts[1].slice(0, at + 1).join(" ") + (at + 1 < options.texts[1].length ? " " : ""));
      await sleep(400);
      if (at + 2 < options.texts[1].length)
        shown ||= await page.evaluate(() => document.querySelector("#signed .sentence")?.textContent ?? "");
    }
    said.before = shown;
    said.whole = await first();
    said.items = await page.$$eval("#signed > li", (all) => all.length);
    await page.select("#interface", "zh");
    said.chinese = await state();
    if (options.picture) await page.screenshot({ path: options.picture, fullPage: true });
    return said;
  },

  /** What does not move where the reader wants nothing to move. */
  async still() {
    const page = await openPage({ still: true });
    await sleep(2500);
    const frames = await page.evaluate(() => signaryPage.feed.timeline.end);
    await page.type("#text", "Hallo. ");
    await signed(page, 1);
    return { before: frames, after: await page.evaluate(() => signaryPage.feed.timeline.end) };
  },

  /** `<signary-player>` in a bare page. */
  async player() {
    const page = await newPage();
    await page.goto(options.url);
    await page.waitForFunction(
      () => [...document.querySelectorAll("signary-player")].every((player) => player.duration > 0),
      { timeout: 60_000 },
    );
    const found = {};
    for (const id of await page.$$eval("signary-player", (all) => all.map((each) => each.id))) {
      found[id] = await page.evaluate(async (id) => {
        const player = document.getElementById(id);
        const began = player.currentTime;
        player.play();
        // A slow machine may need seconds for its first pictures.
        for (let waited = 0; waited < 100 && player.currentTime <= began + 0.1; waited++)
          await new Promise((resolve) => setTimeout(resolve, 100));
        const moved = player.currentTime - began;
        player.pause();
        player.currentTime = player.duration / 2;
        await new Promise((resolve) => setTimeout(resolve, 300));
        const captions = player.shadowRoot.getElementById("caption");
        const controls = !player.shadowRoot.getElementById("controls").hidden;
        return {
          duration: player.duration,
          moved,
          caption: captions.textContent,
          mark: captions.querySelector("mark")?.textContent ?? "",
          controls,
        };
      }, id);
      const shot = await (await page.$(`#${id}`)).screenshot({ encoding: "base64" });
      found[id].bytes = shot.length;
    }
    found.broken = await page.evaluate(async () => {
      const player = document.createElement("signary-player");
      document.body.append(player);
      const told = new Promise((resolve) => player.addEventListener("error", ({ detail }) => resolve(detail)));
      player.setAttribute("src", "index.html");
      return told;
    });
    return found;
  },
};

const result = await checks[check]();
await browser.close();
console.log(JSON.stringify({ ...result, noise: { errors: noise.errors, hosts: [...noise.hosts] } }));
