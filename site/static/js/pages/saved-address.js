/** Runs in the one file before the first paint: the address of the playground that it was saved with, unless it was opened with another. */

{
  const saved = JSON.parse(document.querySelector("script[data-part=saved]")?.textContent ?? "null");
  if (typeof saved?.address === "string" && location.hash.length < 2) {
    try {
      history.replaceState(null, "", `#${saved.address}`);
    } catch (error) {
      console.info(`the address can't be written here: ${error instanceof Error ? error.message : error}`);
    }
  }
}
