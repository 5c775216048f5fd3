package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.PublishedLog;
import org.healthpassport.audit.verify.source.LogFolder;
import org.healthpassport.audit.verify.source.LogSite;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log from the command line, and the logs that continue it after restores. Exit code 0: everything is as signed; 1:
 * something is not; 2: could not be checked; 3: everything is as signed, but a log was closed after a restore.
 */
public final class VerifyCommand {
    public static final int GOOD = 0;
    public static final int BAD = 1;
    public static final int UNKNOWN = 2;
    public static final int RESTORED = 3;

    private static final String USAGE = """
            Usage: verify --log <URL or folder> --vkey <verifier key> [--since <checkpoint file>] [--token-file <file>]
                          [--events-to <file>]
              --log         where the files checkpoint and tile/... are
              --vkey        the log's verifier key, from a source other than the log
              --since       a checkpoint kept from an earlier check: the log must have only grown since
              --token-file  holds an auditor's bearer token, which a URL's entries may need
              --events-to   a new file for the ids, types and numbers of all events, if the log is as signed: for a restore
            A log that was closed after a restore names the key of the one that continues it, in 2/ below it: that is checked, too.
            Exit code 0: everything is as signed; 1: something is not; 2: could not be checked;
            3: everything is as signed, but a restore of the database lost entries that were signed.""";
    private static final Set<String> OPTIONS = Set.of("--log", "--vkey", "--since", "--token-file", "--events-to");
    private static final String URL = "https?://.*";
    private static final Pattern LATER = Pattern.compile("(.*)/([2-9]|[1-9][0-9]{1,8})");
    private static final int MAX_TOKEN_BYTES = 16 * 1024;
    private static final long PROGRESS_ENTRIES = 256 * 256;

    private final PrintStream out;
    private final PrintStream err;

    public VerifyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(new VerifyCommand(System.out, System.err).run(arguments));
    }

    /** Does what {@link #main} does, and returns the exit code. */
    public int run(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            out.println(USAGE);
            return GOOD;
        }
        try {
            Map<String, String> options = options(arguments);
            VerifierKey key = VerifierKey.parse(required(options, "--vkey"));
            IntFunction<PublishedLog> logs = logs(required(options, "--log"), key, token(options.get("--token-file")));
            Optional<SignedNote> since = since(options.get("--since"));
            String events = options.get("--events-to");
            return events == null
                    ? report(new LogSeries(logs, progress(), entries -> {}).check(key, since))
                    : checkAndWrite(key, logs, since, Path.of(events));
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
        } catch (NoSuchFileException e) {
            err.println("Could not be checked: there is no file " + e.getFile());
        } catch (FileSystemException e) {
            err.println("Could not be checked: cannot read " + e.getFile());
        } catch (IOException e) {
            err.println("Could not be checked: " + e.getMessage());
        }
        return UNKNOWN;
    }

    private int checkAndWrite(VerifierKey key, IntFunction<PublishedLog> logs, Optional<SignedNote> since, Path events)
            throws IOException {
        try (EventsFile file = new EventsFile(events)) {
            int code = report(new LogSeries(logs, progress(), file).check(key, since));
            if (code != BAD) {
                file.publish();
                out.println("The events are in " + events);
            }
            return code;
        }
    }

    private int report(List<LogSeries.Checked> series) {
        series.forEach(this::report);
        if (!series.stream().allMatch(checked -> checked.verdict().isGood())) {
            return BAD;
        }
        return series.stream().anyMatch(checked -> checked.closing().isPresent()) ? RESTORED : GOOD;
    }

    private void report(LogSeries.Checked checked) {
        Verdict verdict = checked.verdict();
        verdict.discrepancies().forEach(out::println);
        if (verdict.more() > 0) {
            out.println("... and " + verdict.more() + " more");
        }
        out.println((verdict.isGood() ? "GOOD: " : "BAD: ") + summary(checked));
        if (verdict.isGood()) {
            checked.since().ifPresent(old -> reportSince(old, checked.closing()));
            checked.closing().ifPresent(this::reportRestore);
        }
    }

    private static String summary(LogSeries.Checked checked) {
        return checked.verdict()
                .checkpoint()
                .map(signed -> signed.origin() + ", size " + signed.size() + ", root " + signed.root())
                .or(() -> checked.closing()
                        .filter(end -> checked.verdict().isGood())
                        .map(end -> end.log().name() + ", of which the restore kept no signed entry"))
                .orElse("no checkpoint to trust");
    }

    private void reportSince(Checkpoint old, Optional<ClosingNote> closing) {
        if (LogVerifier.isExplained(old, closing)) {
            out.println("RESTORED: the older checkpoint has " + old.size() + " entries, of which "
                    + closing.orElseThrow().kept().size() + " are kept");
        } else {
            out.println("GOOD: begins with the " + old.size() + " entries of the older checkpoint");
        }
    }

    private void reportRestore(ClosingNote closing) {
        long kept = closing.kept().size();
        long signed = closing.signed().largest().size();
        String lost = kept == signed
                ? "all entries of " + closing.log().name() + " that are known to be signed are kept"
                : "entries " + kept + " to " + (signed - 1) + " of "
                        + closing.log().name() + " were signed, but are not kept";
        String more = closing.signed().orMore() ? ", and it is not known whether more were signed" : "";
        out.println(
                "RESTORED: " + lost + more + "; closed at " + closing.time() + " for this reason: " + closing.reason());
        out.println("RESTORED: it continues as " + closing.next().name() + ", verifier key " + closing.next());
    }

    private LongConsumer progress() {
        return entries -> {
            if (entries % PROGRESS_ENTRIES == 0) {
                err.println(entries + " entries checked");
            }
        };
    }

    private static Map<String, String> options(String[] arguments) {
        int start = arguments.length > 0 && arguments[0].equals("verify") ? 1 : 0;
        Map<String, String> options = new HashMap<>();
        for (int i = start; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("Expected options with values, but found " + arguments[i] + ".");
            }
            if (options.put(arguments[i], arguments[i + 1]) != null) {
                throw new IllegalArgumentException("Expected " + arguments[i] + " once, but found it again.");
            }
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Expected the option " + name + ", but it is missing.");
        }
        return value;
    }

    /** The log at an address and those that continue it, which are in folders below that of the first one. */
    private static IntFunction<PublishedLog> logs(String address, VerifierKey key, Optional<String> token) {
        PublishedLog given = open(address, token);
        String first = address.replaceFirst("/+$", "");
        Matcher later = LATER.matcher(first);
        // An auditor may have begun with a later log, whose name ends like its address.
        boolean isLater = later.matches() && key.name().endsWith("/" + later.group(2));
        String base = isLater ? later.group(1) : first;
        int number = isLater ? Integer.parseInt(later.group(2)) : 1;
        return place -> place == 0 ? given : following(base + "/" + (number + place), token);
    }

    private static PublishedLog open(String log, Optional<String> token) {
        if (!log.matches(URL) && !Files.isDirectory(Path.of(log))) {
            throw new IllegalArgumentException("Expected a URL or a folder, but " + log + " is neither.");
        }
        return following(log, token);
    }

    private static PublishedLog following(String log, Optional<String> token) {
        return log.matches(URL) ? new LogSite(URI.create(log), token) : new LogFolder(Path.of(log));
    }

    private static Optional<String> token(@Nullable String file) throws IOException {
        return file == null ? Optional.empty() : Optional.of(new String(read(file, MAX_TOKEN_BYTES), US_ASCII).strip());
    }

    private static Optional<SignedNote> since(@Nullable String file) throws IOException {
        return file == null ? Optional.empty() : Optional.of(SignedNote.parse(read(file, SignedNote.MAX_BYTES)));
    }

    private static byte[] read(String file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(maxBytes + 1);
        }
    }
}
