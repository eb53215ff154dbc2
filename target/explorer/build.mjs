// Builds the page into the target's package; with --check compares instead, and changes nothing.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { po } from "gettext-parser";

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, "..", "src", "flinkjobs_target", "explorer", "page");
const catalogue = join(here, "locale", "zh", "LC_MESSAGES", "explorer.po");
const example = join(here, "..", "..", "spec", "examples", "list-jobs.json");
const inputs = [
  "build.mjs",
  "package.json",
  "package-lock.json",
  ...walk("locale"),
  ...walk("src"),
];

function walk(folder) {
  return readdirSync(join(here, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(path) : [path];
    })
    .sort();
}

// Returns the hash of the sources, by which a check without Node detects a stale build.
function sourcesHash() {
  const digest = createHash("sha256");
  for (const path of inputs) {
    digest.update(
      createHash("sha256")
        .update(readFileSync(join(here, path)))
        .digest(),
    );
  }
  return digest.digest("hex");
}

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: {
      explorer: "src/main.ts",
      signing: "src/signing.ts",
      style: "src/style/style.css",
    },
    external: ["./signing.js"], // a module of its own, so that tests can import it
    banner: { js: `// Built from target/explorer, sources ${sourcesHash()}; do not edit.` },
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none", // licences.txt has them all
    metafile: true,
    minify: true,
    outdir: page,
    target: ["es2022", "chrome114", "firefox121", "safari17"],
    write: false,
  });
  const built = result.outputFiles.map((file) => [relative(page, file.path), file.contents]);
  const copied = ["index.html", "icon.svg"].map((name) => [
    name,
    readFileSync(join(here, "src", name)),
  ]);
  return new Map([
    ...built,
    ...copied,
    ["example.json", readFileSync(example)],
    ["licences.txt", licences(result.metafile)],
    ["zh.json", Buffer.from(`${JSON.stringify(translations(), null, 1)}\n`)],
  ]);
}

// The translations of the catalogue by their English texts, without those that are fuzzy.
function translations() {
  const entries = Object.values(po.parse(readFileSync(catalogue)).translations[""]);
  return Object.fromEntries(
    entries
      .filter(({ msgid, msgstr, comments }) => msgid && msgstr[0] && !/fuzzy/.test(comments?.flag))
      .map(({ msgid, msgstr }) => [msgid, msgstr[0]]),
  );
}

// The licence of each package that is in the bundle.
function licences(metafile) {
  const found = Object.keys(metafile.inputs).map((path) =>
    /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path),
  );
  const packages = [...new Set(found.filter(Boolean).map(([, name]) => name))].sort();
  const texts = packages.map((name) => {
    const folder = join(here, "node_modules", name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return Buffer.from(texts.join("\n\n"));
}

function differences(files) {
  const present = readdirSync(page);
  const changed = [...files].filter(
    ([name, contents]) =>
      !present.includes(name) || !readFileSync(join(page, name)).equals(Buffer.from(contents)),
  );
  return [...changed.map(([name]) => name), ...present.filter((name) => !files.has(name))];
}

const files = await bundle();
if (process.argv.includes("--check")) {
  const different = differences(files);
  if (different.length) {
    console.error(
      `explorer: ${different.join(", ")} differs from a fresh build; run make explorer`,
    );
    process.exit(1);
  }
} else {
  rmSync(page, { recursive: true, force: true });
  mkdirSync(page, { recursive: true });
  for (const [name, contents] of files) writeFileSync(join(page, name), contents);
}
