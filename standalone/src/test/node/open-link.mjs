// Opens a link with nothing of ours: kill-the-clipboard fetches the manifest, decrypts and inflates.
//
//   node open-link.mjs <link> <recipient> [passcode]
//
// Prints what it saw as JSON: {"resources": [...]} or {"failure": "<kind of error>"}.
import { SHLViewer } from 'kill-the-clipboard';

const [shlinkURI, recipient, passcode] = process.argv.slice(2);

try {
  const { fhirResources } = await new SHLViewer({ shlinkURI }).resolveSHL({ recipient, ...(passcode ? { passcode } : {}) });
  console.log(JSON.stringify({ resources: fhirResources }));
} catch (failure) {
  console.log(JSON.stringify({ failure: failure.constructor.name, message: failure.message }));
}
