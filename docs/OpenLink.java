import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens a SMART Health Link like a stranger. You need only a JDK (17 or newer) and these pages of source:
 *
 * <pre>java OpenLink.java 'https://passport.example/view#shlink:/eyJ1cmwiOi...' --recipient 'Dr. Example' --save folder</pre>
 *
 * <p>Prints the patient, the allergies, the other sections and the documents. With {@code --save} it writes the documents
 * into that folder, readable by their owner alone, and never overwrites a file. The server records the recipient's name.
 * The passcode comes from the environment ({@code SHL_PASSCODE}) or from a prompt; {@code --passcode} works too, but other
 * users of the machine can see it. Name and passcode are sent only over an encrypted connection: an {@code http:} link
 * opens only on this machine, unless you give {@code --insecure}. The time limit is five minutes, or the seconds of
 * {@code --timeout}.
 *
 * <p>Exit code 0: opened; 1: the link does not open (expired, revoked, used up, wrong passcode); 2: the command, the
 * link, or a file is wrong; 3: the server is unreachable or busy; 4: the answer cannot be decrypted.
 *
 * <p>This program shares no code with the server, on purpose. Formats: HL7 SMART Health Cards and Links 1.0.0;
 * JWE: RFC 7516 with {@code dir} and {@code A256GCM}; DEFLATE: RFC 1951.
 */
class OpenLink {
    private static final int MAX_ANSWER = 32 << 20;
    private static final int MAX_DOCUMENT = 64 << 20;
    /** The most bytes of a decompressed file: a few kilobytes could become gigabytes. */
    private static final int MAX_INFLATED = 5 << 20;

    private static final int MAX_FILES = 200;
    private static final String USAGE =
            "Usage: java OpenLink.java <link> --recipient <your name> [--passcode <passcode>] [--save <folder>]"
                    + " [--timeout <seconds>] [--insecure]";
    private static final String TOO_LARGE =
            "The answer is larger than what this program opens: 32 MiB of records, 64 MiB for each document.";
    private static final String TOO_LATE = "The server took too long; --timeout gives it more seconds.";

    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    private final Link link;
    private final Instant deadline;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    OpenLink(Link link, Duration timeout) {
        this.link = link;
        this.deadline = Instant.now().plus(timeout);
    }

    public static void main(String[] arguments) {
        try {
            Command command = Command.parse(arguments);
            Link link = Link.parse(command.link);
            NotOpened.unless(
                    link.isPrivate() || command.insecure,
                    2,
                    "This link leads to http://, where others can read your name and the passcode; --insecure opens it nevertheless.");
            String passcode = command.passcode == null && link.needsPasscode ? askForPasscode() : command.passcode;
            new OpenLink(link, command.timeout).open(command.recipient, passcode, command.save);
        } catch (NotOpened e) {
            System.err.println(Text.printable(e.getMessage()));
            System.exit(e.exitCode);
        } catch (IOException | InterruptedException e) {
            System.err.println(
                    "The server cannot be reached, or a file cannot be written: " + Text.printable(e.toString()));
            System.exit(3);
        }
    }

    void open(String recipient, String passcode, Path folder) throws NotOpened, IOException, InterruptedException {
        List<Object> resources = new ArrayList<>();
        for (Object file : Json.list(Json.member(manifest(recipient, passcode), "files"), MAX_FILES)) {
            String type = Json.text(file, "contentType");
            if (!type.split(";", 2)[0].trim().equals("application/fhir+json")) {
                say("(There is a file of type " + type + ", which this program does not read.)");
                continue;
            }
            String embedded = Json.text(file, "embedded");
            byte[] jwe = embedded.isEmpty() ? get(Json.text(file, "location"), MAX_ANSWER) : embedded.getBytes(UTF_8);
            resources.add(Json.parse(Jwe.open(jwe, link.key, MAX_INFLATED).plaintext));
        }
        Summary summary = new Summary(resources);
        summary.print(link.label);
        for (Object reference : summary.documents()) {
            document(reference, folder);
        }
    }

    private Object manifest(String recipient, String passcode) throws NotOpened, IOException, InterruptedException {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("recipient", recipient);
        if (passcode != null) {
            question.put("passcode", passcode);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(link.url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(question)));
        return Json.parse(send(request, MAX_ANSWER));
    }

    private void document(Object reference, Path folder) throws NotOpened, IOException, InterruptedException {
        Object attachment = Json.member(Json.first(reference, "content"), "attachment");
        String title = Stream.of(Json.text(reference, "description"), Json.text(attachment, "title"), "Document")
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow();
        say("  " + title
                + Text.inBrackets(Json.text(attachment, "contentType"), Text.day(Json.text(reference, "date"))));
        if (folder != null) {
            Jwe jwe = Jwe.open(get(Json.text(attachment, "url"), MAX_DOCUMENT / 3 * 4), link.key, MAX_DOCUMENT);
            Files.createDirectories(folder, ownerOnly("rwx------"));
            say("    saved as " + save(folder, FileName.of(title, jwe.contentType), jwe.plaintext));
        }
    }

    /** Accepts only addresses on the server of the manifest; any other server would learn who reads the link. */
    private byte[] get(String address, int limit) throws NotOpened, IOException, InterruptedException {
        URI uri = Link.uri(address);
        NotOpened.unless(
                uri.getScheme().equals(link.url.getScheme())
                        && uri.getRawAuthority().equals(link.url.getRawAuthority()),
                4,
                "A file of this link lies on another server; it is not fetched.");
        return send(HttpRequest.newBuilder(uri), limit);
    }

    private byte[] send(HttpRequest.Builder request, int limit) throws NotOpened, IOException, InterruptedException {
        Duration left = Duration.between(Instant.now(), deadline);
        NotOpened.unless(left.toMillis() > 0, 3, TOO_LATE);
        HttpResponse<InputStream> answer;
        byte[] bytes;
        try {
            answer = http.send(request.timeout(left).build(), BodyHandlers.ofInputStream());
            bytes = read(answer.body(), limit);
        } catch (IOException e) {
            NotOpened.unless(Instant.now().isBefore(deadline), 3, TOO_LATE);
            throw e;
        }
        NotOpened.unless(bytes.length <= limit, 4, TOO_LARGE);
        switch (answer.statusCode()) {
            case 200:
                return bytes;
            case 401:
                Long attempts = Json.whole(Json.parse(bytes), "remainingAttempts");
                throw new NotOpened(
                        1,
                        "The passcode is wrong or missing."
                                + (attempts != null ? " Attempts left: " + attempts + "." : ""));
            case 404:
                throw new NotOpened(
                        1,
                        link.isOver()
                                ? "The link has expired, at " + link.expiresAt + "."
                                : "The link is not active: it was revoked, opened as often as allowed, or never existed.");
            case 429, 503:
                throw new NotOpened(
                        3,
                        "The server is busy. Try again"
                                + answer.headers()
                                        .firstValue("Retry-After")
                                        .map(after -> " in " + after + " s")
                                        .orElse(" later")
                                + ".");
            default:
                throw new NotOpened(3, "The server did not accept the request: status " + answer.statusCode() + ".");
        }
    }

    /**
     * Reads at most one byte more than the limit. The time-out of a request ends with the headers; this one continues.
     */
    private byte[] read(InputStream body, int limit) throws IOException {
        try (body) {
            long left = Duration.between(Instant.now(), deadline).toMillis();
            CompletableFuture.delayedExecutor(left, TimeUnit.MILLISECONDS).execute(() -> close(body));
            return body.readNBytes(limit + 1);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Saves the file under the first free name; existing files stay. */
    private static Path save(Path folder, String name, byte[] content) throws IOException {
        int dot = name.lastIndexOf('.');
        for (int copy = 1; ; copy++) {
            Path file =
                    folder.resolve(copy == 1 ? name : name.substring(0, dot) + " (" + copy + ")" + name.substring(dot));
            try {
                return Files.write(Files.createFile(file, ownerOnly("rw-------")), content);
            } catch (FileAlreadyExistsException taken) {
                if (copy == 1000) {
                    throw taken;
                }
            }
        }
    }

    /** Empty on systems without POSIX permissions, such as Windows, where other users cannot open a home folder. */
    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String askForPasscode() throws NotOpened {
        String given = System.getenv("SHL_PASSCODE");
        if (given != null) {
            return given;
        }
        Console console = System.console();
        NotOpened.unless(console != null, 2, "This link needs a passcode: set SHL_PASSCODE.");
        char[] typed = console.readPassword("Passcode: ");
        return typed == null ? "" : new String(typed);
    }

    /** Prints a line. All foreign text passes through here, because a terminal takes some characters for commands. */
    private static void say(String line) {
        OUT.println(Text.printable(line).stripTrailing());
    }

    private record Command(
            String link, String recipient, String passcode, Path save, Duration timeout, boolean insecure) {
        static Command parse(String[] arguments) throws NotOpened {
            List<String> given = new ArrayList<>(List.of(arguments));
            boolean insecure = given.remove("--insecure");
            NotOpened.unless(given.size() % 2 == 1, 2, USAGE);
            Map<String, String> options = new HashMap<>();
            for (int i = 1; i < given.size(); i += 2) {
                NotOpened.unless(
                        Set.of("--recipient", "--passcode", "--save", "--timeout").contains(given.get(i)), 2, USAGE);
                options.put(given.get(i), given.get(i + 1));
            }
            NotOpened.unless(!options.getOrDefault("--recipient", "").isBlank(), 2, USAGE);
            String timeout = options.getOrDefault("--timeout", "300");
            NotOpened.unless(timeout.matches("[1-9][0-9]{0,5}"), 2, USAGE);
            String save = options.get("--save");
            return new Command(
                    given.get(0),
                    options.get("--recipient"),
                    options.get("--passcode"),
                    save == null ? null : Path.of(save),
                    Duration.ofSeconds(Long.parseLong(timeout)),
                    insecure);
        }
    }

    /** The content of a link: the address of its manifest, and the key, which the server does not have. */
    private record Link(URI url, byte[] key, Instant expiresAt, boolean needsPasscode, String label) {
        static Link parse(String text) throws NotOpened {
            int start = text.indexOf("shlink:/");
            NotOpened.unless(
                    text.length() <= 4096 && (start == 0 || start > 0 && text.charAt(start - 1) == '#'),
                    2,
                    "This is not a link: it does not contain shlink:/.");
            Object payload;
            try {
                payload = Json.parse(Base64.getUrlDecoder()
                        .decode(text.substring(start + "shlink:/".length()).strip()));
            } catch (IllegalArgumentException | NotOpened e) {
                throw new NotOpened(2, "This link is not complete.");
            }
            Object version = Json.member(payload, "v");
            NotOpened.unless(
                    version == null || Long.valueOf(1).equals(Json.whole(payload, "v")),
                    2,
                    "This link has a newer version, which this program cannot open.");
            String key = Json.text(payload, "key");
            NotOpened.unless(key.matches("[A-Za-z0-9_-]{43}"), 2, "The key in this link is not complete.");
            Long seconds = Json.whole(payload, "exp");
            return new Link(
                    uri(Json.text(payload, "url")),
                    Base64.getUrlDecoder().decode(key),
                    seconds != null && Math.abs(seconds) < 1L << 40
                            ? Instant.ofEpochSecond(seconds)
                            : Instant.MAX,
                    Json.text(payload, "flag").contains("P"),
                    Json.text(payload, "label"));
        }

        /** True if nobody on the way can read the answer: https, or http within this machine. */
        boolean isPrivate() {
            return url.getScheme().equals("https")
                    || url.getHost().toLowerCase(Locale.ROOT).matches("localhost|127([.][0-9]{1,3}){3}|\\[::1]");
        }

        boolean isOver() {
            return expiresAt.isBefore(Instant.now());
        }

        static URI uri(String address) throws NotOpened {
            try {
                URI uri = new URI(address);
                NotOpened.unless(
                        uri.getHost() != null && Set.of("https", "http").contains(uri.getScheme()),
                        2,
                        "This link has no valid web address.");
                return uri;
            } catch (URISyntaxException e) {
                throw new NotOpened(2, "This link has no valid web address.");
            }
        }
    }

    /**
     * A compact JWE is five parts in base64url with dots between: header, encrypted key (empty here, because the link has
     * the key), IV, ciphertext, tag. The header is authenticated in its encoded form.
     */
    private record Jwe(String contentType, byte[] plaintext) {
        static Jwe open(byte[] compact, byte[] key, int limit) throws NotOpened {
            int[] dots =
                    IntStream.range(0, compact.length).filter(at -> compact[at] == '.').limit(5).toArray();
            NotOpened.unless(
                    dots.length == 4 && dots[1] == dots[0] + 1, 4, "The answer is not in the expected encrypted form.");
            try {
                Object header = Json.parse(decode(compact, 0, dots[0]));
                String zip = Json.text(header, "zip");
                NotOpened.unless(
                        Json.text(header, "alg").equals("dir")
                                && Json.text(header, "enc").equals("A256GCM")
                                && Set.of("", "DEF").contains(zip)
                                && Json.member(header, "crit") == null,
                        4,
                        "The answer is encrypted in an unknown way.");
                byte[] iv = decode(compact, dots[1] + 1, dots[2]);
                byte[] tag = decode(compact, dots[3] + 1, compact.length);
                NotOpened.unless(iv.length == 12 && tag.length == 16, 4, "The answer is encrypted in an unknown way.");
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
                cipher.updateAAD(compact, 0, dots[0]);
                byte[] plaintext = cipher.doFinal(sealed(compact, dots[2] + 1, dots[3], tag));
                return new Jwe(Json.text(header, "cty"), zip.isEmpty() ? plaintext : inflate(plaintext, limit));
            } catch (IllegalArgumentException | GeneralSecurityException e) {
                throw new NotOpened(4, "The answer cannot be decrypted: it was changed, or it belongs to another link.");
            }
        }

        private static byte[] decode(byte[] compact, int from, int to) {
            return Base64.getUrlDecoder().decode(Arrays.copyOfRange(compact, from, to));
        }

        /**
         * The ciphertext with its tag at the end, as Java expects it. Decoded in place, because it may take most of the
         * memory.
         */
        private static byte[] sealed(byte[] compact, int from, int to, byte[] tag) {
            int length = (int) ((to - from) * 3L / 4);
            byte[] sealed = new byte[length + tag.length];
            InputStream encoded = new ByteArrayInputStream(compact, from, to - from);
            try (InputStream ciphertext = Base64.getUrlDecoder().wrap(encoded)) {
                int decoded = ciphertext.readNBytes(sealed, 0, length);
                System.arraycopy(tag, 0, sealed, decoded, tag.length);
            } catch (IOException e) {
                throw new IllegalArgumentException(e);
            }
            return sealed;
        }

        private static byte[] inflate(byte[] deflated, int limit) throws NotOpened {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(deflated);
                ByteArrayOutputStream inflated = new ByteArrayOutputStream();
                byte[] buffer = new byte[1 << 16];
                while (!inflater.finished()) {
                    int length = inflater.inflate(buffer);
                    NotOpened.unless(length > 0 || inflater.finished(), 4, "The answer ends too early.");
                    inflated.write(buffer, 0, length);
                    NotOpened.unless(
                            inflated.size() <= limit, 4, "The answer is too large after decompression.");
                }
                return inflated.toByteArray();
            } catch (DataFormatException e) {
                throw new NotOpened(4, "The answer cannot be decompressed.");
            } finally {
                inflater.end();
            }
        }
    }

    /**
     * The FHIR resources of a link: a document Bundle that begins with a Composition, collections, and
     * DocumentReferences.
     */
    private static final class Summary {
        private static final String ALLERGIES = "48765-2";

        private final List<Object> all = new ArrayList<>();
        private final List<Object> chosen = new ArrayList<>();
        private final Map<String, Object> byAddress = new HashMap<>();

        Summary(List<Object> files) {
            for (Object file : files) {
                if (!Json.text(file, "resourceType").equals("Bundle")) {
                    all.add(file);
                    chosen.add(file);
                }
                for (Object entry : Json.list(Json.member(file, "entry"), 100_000)) {
                    Object resource = Json.member(entry, "resource");
                    all.add(resource);
                    if (!Json.text(file, "type").equals("document")) {
                        chosen.add(resource);
                    }
                    byAddress.put(Json.text(entry, "fullUrl"), resource);
                    byAddress.put(identity(resource), resource);
                }
            }
        }

        void print(String label) {
            if (!label.isEmpty()) {
                say(label);
            }
            printPatient();
            printOutcomes();
            printRecords(printSections());
            if (!documents().isEmpty()) {
                say("");
                say("Documents");
            }
        }

        private void printPatient() {
            ofType("Patient")
                    .findFirst()
                    .ifPresent(patient -> say("Patient: " + name(Json.first(patient, "name"))
                            + Text.inBrackets(
                                    "born " + Json.text(patient, "birthDate"), Json.text(patient, "gender"))));
        }

        /** Prints how many entries the server could not read; the summary has an error for each. */
        private void printOutcomes() {
            Map<Boolean, List<Object>> issues = ofType("OperationOutcome")
                    .flatMap(outcome -> Json.list(Json.member(outcome, "issue"), 10_000).stream())
                    .collect(Collectors.partitioningBy(
                            issue -> Set.of("fatal", "error").contains(Json.text(issue, "severity"))));
            int hidden = issues.get(true).size();
            if (hidden > 0) {
                say("Incomplete: "
                        + (hidden == 1
                                ? "one entry cannot be shown, as the server cannot read it now."
                                : hidden + " entries cannot be shown, as the server cannot read them now.")
                        + " Ask the patient what is missing.");
            }
            issues.get(false).stream()
                    .map(issue -> Stream.of(
                                    Json.text(Json.member(issue, "details"), "text"), Json.text(issue, "diagnostics"))
                            .filter(text -> !text.isEmpty())
                            .findFirst()
                            .orElse(""))
                    .filter(notice -> !notice.isEmpty())
                    .forEach(OpenLink::say);
        }

        /** Prints the sections of a summary, allergies first, and returns the resources in them. */
        private Set<String> printSections() {
            Object composition = ofType("Composition").findFirst().orElse(null);
            String remark = Text.plain(Json.text(Json.member(composition, "text"), "div"));
            if (!remark.isEmpty()) {
                say(remark);
            }
            Map<Boolean, List<Object>> sections = Json.list(Json.member(composition, "section"), 100).stream()
                    .collect(Collectors.partitioningBy(section -> code(section, "code").equals(ALLERGIES)));
            if (sections.get(true).isEmpty()) {
                say("The shared data has no list of allergies. The patient may still have allergies.");
            }
            Set<String> printed = new HashSet<>();
            sections.get(true).forEach(section -> printSection(section, printed));
            sections.get(false).forEach(section -> printSection(section, printed));
            return printed;
        }

        private void printRecords(Set<String> printed) {
            List<Object> others = chosen.stream()
                    .filter(resource -> isRecord(resource) && !printed.contains(identity(resource)))
                    .toList();
            if (!others.isEmpty()) {
                say("");
                say("More records");
                others.forEach(resource -> say("  " + line(resource)));
            }
        }

        List<Object> documents() {
            return ofType("DocumentReference").toList();
        }

        private void printSection(Object section, Set<String> printed) {
            say("");
            say(Json.text(section, "title"));
            List<Object> entries = Json.list(Json.member(section, "entry"), 10_000).stream()
                    .map(this::referenced)
                    .sorted(Comparator.comparing(
                            resource -> !Json.text(resource, "criticality").equals("high")))
                    .toList();
            for (Object resource : entries) {
                say("  " + (resource == null ? "(a record that was not shared)" : line(resource)));
                printed.add(identity(resource));
            }
            if (entries.isEmpty()) {
                String reason = code(section, "emptyReason");
                String words = Text.plain(Json.text(Json.member(section, "text"), "div"));
                say("  "
                        + (reason.equals("nilknown")
                                ? "None known."
                                : reason.isEmpty() && !words.isEmpty()
                                        ? words
                                        : "No information" + Text.inBrackets(reason) + "."));
            }
        }

        /** One line for a record: what turns its meaning round, name, values, severity, certainty, date. */
        private String line(Object resource) {
            String criticality = Json.text(resource, "criticality");
            String reactions = Json.list(Json.member(resource, "reaction"), 100).stream()
                    .flatMap(reaction -> Json.list(Json.member(reaction, "manifestation"), 100).stream())
                    .map(Value::concept)
                    .collect(Collectors.joining(", "));
            String values = Stream.concat(
                            Stream.of(Value.of(resource)),
                            Json.list(Json.member(resource, "component"), 100).stream()
                                    .map(component ->
                                            Value.concept(Json.member(component, "code")) + " " + Value.of(component)))
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining(", "));
            return (isModified(resource) ? "CHANGED BY AN EXTENSION THAT THIS PROGRAM DOES NOT KNOW: " : "")
                    + (Json.text(resource, "doNotPerform").equals("true") ? "NOT TO BE DONE: " : "")
                    + subject(resource)
                    + (values.isEmpty() ? "" : ": " + values)
                    + Text.inBrackets(
                            criticality.isEmpty() ? "" : criticality.toUpperCase(Locale.ROOT) + " criticality",
                            reactions,
                            code(resource, "clinicalStatus"),
                            code(resource, "verificationStatus"),
                            Json.text(resource, "status"),
                            date(resource));
        }

        /** The subject matter of a record. Something that it refers to can have been entered in error, though the record was not. */
        private String subject(Object resource) {
            return Stream.of("medicationReference", "device")
                    .map(member -> target(resource, Json.member(resource, member)))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse(ownSubject(resource));
        }

        private String target(Object resource, Object reference) {
            String address = Json.text(reference, "reference");
            Object target = address.startsWith("#") ? contained(resource, address.substring(1)) : referenced(reference);
            String display = Json.text(reference, "display");
            String own = ownSubject(target);
            boolean unnamed = own.equals(Json.text(target, "resourceType"));
            String name = target == null || unnamed && !display.isEmpty() ? display : own;
            return Json.text(target, "status").equals("entered-in-error") ? name + " (entered in error)" : name;
        }

        private static Object contained(Object resource, String id) {
            return Json.list(Json.member(resource, "contained"), 1_000).stream()
                    .filter(contained -> id.equals(Json.text(contained, "id")))
                    .findFirst()
                    .orElse(null);
        }

        private static String ownSubject(Object resource) {
            return Stream.concat(
                            Stream.of("code", "medicationCodeableConcept", "vaccineCode", "type")
                                    .map(member -> Value.concept(Json.member(resource, member))),
                            Stream.of(Json.text(Json.first(resource, "deviceName"), "name")))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse(Json.text(resource, "resourceType"));
        }

        /** True if it, or a part of it, has an extension without which it must not be understood (FHIR R4, 2.4.1). */
        private static boolean isModified(Object value) {
            return value instanceof Map<?, ?> object
                    ? object.containsKey("modifierExtension") || object.values().stream().anyMatch(Summary::isModified)
                    : value instanceof List<?> list && list.stream().anyMatch(Summary::isModified);
        }

        private static String date(Object resource) {
            return Stream.of("onset", "effective", "occurrence", "performed", "timing")
                    .flatMap(member -> Stream.of(
                            Text.day(Json.text(resource, member + "DateTime")),
                            Value.period(Json.member(resource, member + "Period"))))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse(Text.day(Json.text(resource, "recordedDate")));
        }

        /** The target of a reference among the shared resources; never fetches anything. */
        private Object referenced(Object reference) {
            String address = Json.text(reference, "reference");
            return address.isEmpty() ? null : byAddress.get(address);
        }

        private Stream<Object> ofType(String type) {
            return all.stream()
                    .filter(resource -> Json.text(resource, "resourceType").equals(type));
        }

        private static String identity(Object resource) {
            return Json.text(resource, "resourceType") + "/" + Json.text(resource, "id");
        }

        private static boolean isRecord(Object resource) {
            return !Set.of(
                            "",
                            "Patient",
                            "Composition",
                            "DocumentReference",
                            "Practitioner",
                            "Organization",
                            "Provenance",
                            "Medication",
                            "OperationOutcome")
                    .contains(Json.text(resource, "resourceType"));
        }

        private static String name(Object name) {
            String given = Json.list(Json.member(name, "given"), 10).stream()
                    .map(Text::of)
                    .collect(Collectors.joining(" "));
            String whole = (given + " " + Json.text(name, "family")).strip();
            return whole.isEmpty() ? Json.text(name, "text") : whole;
        }

        /** The code of HL7's own system, in whichever coding it stands, as the order of codings means nothing. */
        private static String code(Object resource, String member) {
            var codings = Json.list(Json.member(Json.member(resource, member), "coding"), 100);
            return codings.stream()
                    .filter(coding ->
                            Json.text(coding, "system").startsWith("http://terminology.hl7.org/CodeSystem/"))
                    .findFirst()
                    .or(() -> codings.stream().findFirst())
                    .map(coding -> Json.text(coding, "code"))
                    .orElse("");
        }
    }

    /** Values of FHIR R4 (datatypes.html) as texts for people; all of value[x] that an Observation can have. */
    private static final class Value {
        private static final String NAME = "value";

        /** The value of an Observation or of its component; or the reason why it has none; empty if it says neither. */
        static String of(Object observation) {
            String absent = concept(Json.member(observation, "dataAbsentReason"));
            return members(observation)
                    .filter(name -> name.startsWith(NAME))
                    .map(name -> of(name.substring(NAME.length()), Json.member(observation, name)))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse(absent.isEmpty() ? "" : "no value: " + absent);
        }

        private static Stream<String> members(Object object) {
            return object instanceof Map<?, ?> map ? map.keySet().stream().map(String::valueOf) : Stream.empty();
        }

        private static String of(String type, Object value) {
            switch (type) {
                case "Quantity":
                    return quantity(value);
                case "CodeableConcept":
                    return concept(value);
                case "Range":
                    return range(Json.member(value, "low"), Json.member(value, "high"));
                case "Ratio":
                    return quantity(Json.member(value, "numerator")) + " / "
                            + quantity(Json.member(value, "denominator"));
                case "Period":
                    return period(value);
                case "SampledData":
                    return "a series of measurements, which this program does not show";
                case "Boolean":
                    return Boolean.TRUE.equals(value) ? "yes" : Boolean.FALSE.equals(value) ? "no" : "";
                default:
                    return Text.of(value);
            }
        }

        static String quantity(Object quantity) {
            String unit = Json.text(quantity, "unit");
            String number = Json.text(quantity, "comparator") + Json.text(quantity, "value");
            return (number + " " + (unit.isEmpty() ? Json.text(quantity, "code") : unit)).strip();
        }

        private static String range(Object low, Object high) {
            if (low == null || high == null) {
                return low == null ? "up to " + quantity(high) : "from " + quantity(low);
            }
            return quantity(low) + " to " + quantity(high);
        }

        static String period(Object period) {
            String start = Text.day(Json.text(period, "start"));
            String end = Text.day(Json.text(period, "end"));
            return ((start.isEmpty() ? "" : "from " + start) + (end.isEmpty() ? "" : " until " + end)).strip();
        }

        static String concept(Object concept) {
            Object coding = Json.first(concept, "coding");
            return Stream.of(Json.text(concept, "text"), Json.text(coding, "display"), Json.text(coding, "code"))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
        }
    }

    /** Texts for people. */
    private static final class Text {
        /** The words of a narrative, without its markup. */
        static String plain(String xhtml) {
            return xhtml.replaceAll("<[^<>]*>", " ")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&")
                    .strip();
        }

        static String of(Object value) {
            return value instanceof String || value instanceof Literal || value instanceof Boolean
                    ? value.toString()
                    : "";
        }

        /** The text on one line, without control characters and characters that change the direction of text. */
        static String printable(String text) {
            return text.codePoints()
                    .limit(2_000)
                    .map(point -> Character.isWhitespace(point) ? ' ' : point)
                    .filter(point -> !Character.isISOControl(point)
                            && Character.getType(point) != Character.SURROGATE
                            && !turnsDirection(point))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        /** Unicode's property Bidi_Control; joiners, which Persian and emoji need, are format characters too. */
        private static boolean turnsDirection(int point) {
            return point == 0x61C
                    || point == 0x200E
                    || point == 0x200F
                    || (point >= 0x202A && point <= 0x202E)
                    || (point >= 0x2066 && point <= 0x2069);
        }

        static String inBrackets(String... parts) {
            String joined = Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
            return joined.isEmpty() ? "" : " (" + joined + ")";
        }

        static String day(String time) {
            return time.length() > 10 ? time.substring(0, 10) : time;
        }
    }

    /** A safe file name: no path, not hidden, and with the ending of its content type. */
    private static final class FileName {
        private static final Map<String, String> ENDINGS = Map.of(
                "application/pdf",
                ".pdf",
                "image/png",
                ".png",
                "image/jpeg",
                ".jpg",
                "image/webp",
                ".webp",
                "image/tiff",
                ".tif",
                "application/dicom",
                ".dcm",
                "text/plain",
                ".txt",
                "application/json",
                ".json",
                "application/xml",
                ".xml");

        static String of(String title, String contentType) {
            String ending = ENDINGS.getOrDefault(contentType.split(";", 2)[0].trim(), ".bin");
            String name = title.replaceAll("[^\\p{L}\\p{M}\\p{N}\\u200C\\u200D._ -]+", " ")
                    .replaceAll("\\s+", " ")
                    .replaceAll("^[. ]+|[. ]+$", "");
            String cut = first(name, 80);
            String stem = cut.endsWith(ending) ? cut.substring(0, cut.length() - ending.length()) : cut;
            return (stem.isBlank() ? "document" : stem.strip()) + ending;
        }

        /** The longest beginning that does not end within a character as readers see them. */
        private static String first(String text, int atMost) {
            Matcher characters = Pattern.compile("\\X").matcher(text);
            int end = 0;
            while (characters.find() && characters.end() <= atMost) {
                end = characters.end();
            }
            return text.substring(0, end);
        }
    }

    /**
     * JSON (RFC 8259) as maps, lists, strings, literals of numbers, booleans and null; bounded in depth; the caller bounds
     * the length.
     */
    private static final class Json {
        private static final int MAX_DEPTH = 100;
        private static final Pattern NUMBER =
                Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:[.][0-9]++)?(?:[eE][+-]?[0-9]++)?");

        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        static Object parse(byte[] bytes) throws NotOpened {
            try {
                Json json = new Json(
                        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
                Object value = json.value(0);
                json.space();
                NotOpened.unless(json.at == json.text.length(), 4, "The answer is not valid JSON.");
                return value;
            } catch (CharacterCodingException | IndexOutOfBoundsException | NumberFormatException e) {
                throw new NotOpened(4, "The answer is not valid JSON.");
            }
        }

        static Object member(Object object, String name) {
            return object instanceof Map<?, ?> map ? map.get(name) : null;
        }

        static String text(Object object, String name) {
            return Text.of(member(object, name));
        }

        /** The whole number that a member is; null if it is none, or has more than 18 digits. */
        static Long whole(Object object, String name) {
            return member(object, name) instanceof Literal literal && literal.text.matches("-?[0-9]{1,18}")
                    ? Long.valueOf(literal.text)
                    : null;
        }

        static Object first(Object object, String name) {
            List<Object> list = list(member(object, name), 1);
            return list.isEmpty() ? null : list.get(0);
        }

        static List<Object> list(Object value, int limit) {
            return value instanceof List<?> list
                    ? list.stream().<Object>map(item -> item).limit(limit).toList()
                    : List.of();
        }

        /** Writes an object of strings. */
        static String write(Map<String, Object> object) {
            return object.entrySet().stream()
                    .map(member -> quote(member.getKey()) + ":"
                            + quote(member.getValue().toString()))
                    .collect(Collectors.joining(",", "{", "}"));
        }

        private static String quote(String text) {
            StringBuilder quoted = new StringBuilder("\"");
            for (char character : text.toCharArray()) {
                boolean plain = character >= ' ' && character < 127 && character != '"' && character != '\\';
                quoted.append(plain ? String.valueOf(character) : String.format("\\u%04x", (int) character));
            }
            return quoted.append('"').toString();
        }

        private Object value(int depth) throws NotOpened {
            NotOpened.unless(depth < MAX_DEPTH, 4, "The answer is nested too deeply.");
            space();
            switch (text.charAt(at)) {
                case '{':
                    return object(depth);
                case '[':
                    return array(depth);
                case '"':
                    return string();
                case 't':
                    return word("true", Boolean.TRUE);
                case 'f':
                    return word("false", Boolean.FALSE);
                case 'n':
                    return word("null", null);
                default:
                    return number();
            }
        }

        private Map<String, Object> object(int depth) throws NotOpened {
            Map<String, Object> members = new LinkedHashMap<>();
            at++;
            if (!skip('}')) {
                do {
                    space();
                    String name = string();
                    NotOpened.unless(skip(':'), 4, "The answer is not valid JSON.");
                    members.put(name, value(depth + 1));
                } while (skip(','));
                NotOpened.unless(skip('}'), 4, "The answer is not valid JSON.");
            }
            return members;
        }

        private List<Object> array(int depth) throws NotOpened {
            List<Object> items = new ArrayList<>();
            at++;
            if (!skip(']')) {
                do {
                    items.add(value(depth + 1));
                } while (skip(','));
                NotOpened.unless(skip(']'), 4, "The answer is not valid JSON.");
            }
            return items;
        }

        private String string() throws NotOpened {
            NotOpened.unless(text.charAt(at++) == '"', 4, "The answer is not valid JSON.");
            StringBuilder string = new StringBuilder();
            for (char character = text.charAt(at++); character != '"'; character = text.charAt(at++)) {
                string.append(character == '\\' ? escaped() : character);
            }
            return string.toString();
        }

        private char escaped() throws NotOpened {
            char character = text.charAt(at++);
            if (character == 'u') {
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            int place = "\"\\/bfnrt".indexOf(character);
            NotOpened.unless(place >= 0, 4, "The answer is not valid JSON.");
            return "\"\\/\b\f\n\r\t".charAt(place);
        }

        private Object word(String word, Object value) throws NotOpened {
            NotOpened.unless(text.startsWith(word, at), 4, "The answer is not valid JSON.");
            at += word.length();
            return value;
        }

        /** Keeps the digits: 1.50 is more precise than 1.5, and 1e9999 is no double (FHIR R4, datatypes.html#decimal). */
        private Literal number() throws NotOpened {
            int start = at;
            while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String number = text.substring(start, at);
            NotOpened.unless(NUMBER.matcher(number).matches(), 4, "The answer is not valid JSON.");
            return new Literal(number);
        }

        private boolean skip(char character) {
            space();
            boolean there = text.charAt(at) == character;
            at += there ? 1 : 0;
            return there;
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }

    /** A number as it is written. */
    private record Literal(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** The reason why a link was not opened, as a message for people. */
    private static final class NotOpened extends Exception {
        private static final long serialVersionUID = 1L;

        private final int exitCode;

        NotOpened(int exitCode, String reason) {
            super(reason);
            this.exitCode = exitCode;
        }

        static void unless(boolean condition, int exitCode, String reason) throws NotOpened {
            if (!condition) {
                throw new NotOpened(exitCode, reason);
            }
        }
    }
}
