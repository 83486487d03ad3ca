import { createReadStream, createWriteStream } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/** A browser's program and the environment it has to be started with. */
export interface Chromium {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

interface TarFs {
  extract(directory: string): NodeJS.WritableStream;
}

/** Only our own fonts, so that a picture is the same on every machine, one without any font included. */
const fontsConfiguration = (directory: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${directory}/fonts</dir>
  <cachedir>${directory}/cache</cachedir>
  <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family><family>Noto Sans JP</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Open Sans</family><family>Noto Sans JP</family><family>DejaVu Sans</family></prefer></alias>
  <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family><family>Noto Sans JP</family></prefer></alias>
</fontconfig>
`;

const fonts = [
  'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf',
  '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
];

/**
 * Unpacks the browser's archives into `browser/` of the installed runtime. Its package would do it in /tmp, and leave
 * its libraries out where it does not believe to be on Lambda; so this does it, and takes everything.
 * @param home where the runtime is going to lie in the end: font settings need absolute paths.
 */
export async function unpackChromium(runtime: string, home: string): Promise<void> {
  const browser = join(runtime, 'browser');
  const archives = join(runtime, 'node_modules/@sparticuz/chromium/bin');
  await mkdir(browser, { recursive: true });
  const program = createWriteStream(join(browser, 'chromium'), { mode: 0o755 });
  await pipeline(createReadStream(join(archives, 'chromium.br')), createBrotliDecompress(), program);
  const tar = createRequire(join(runtime, 'package.json'))('tar-fs') as TarFs;
  for (const name of ['al2023', 'fonts', 'swiftshader']) {
    const into = name === 'swiftshader' ? browser : join(browser, name);
    await pipeline(createReadStream(join(archives, `${name}.tar.br`)), createBrotliDecompress(), tar.extract(into));
  }
  const family = join(browser, 'fonts/fonts');
  for (const font of fonts) await cp(join(runtime, 'node_modules', font), join(family, font.split('/').at(-1) ?? font));
  await rename(join(browser, 'al2023/lib'), join(browser, 'lib'));
  await writeFile(join(browser, 'fonts/fonts.conf'), fontsConfiguration(join(home, 'browser/fonts')));
  await rm(archives, { recursive: true });
}

/** The browser of a provisioned runtime, or the one that BEDROCK_TALLY_BROWSER names. */
export function chromiumOf(runtime: string): Chromium {
  const own = process.env.BEDROCK_TALLY_BROWSER;
  if (own) return { executable: own, env: {} };
  const browser = join(runtime, 'browser');
  return {
    executable: join(browser, 'chromium'),
    env: { LD_LIBRARY_PATH: join(browser, 'lib'), FONTCONFIG_FILE: join(browser, 'fonts/fonts.conf') },
  };
}
