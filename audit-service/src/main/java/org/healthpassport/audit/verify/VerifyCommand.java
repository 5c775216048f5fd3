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
import java.util.function.LongConsumer;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.PublishedLog;
import org.jspecify.annotations.Nullable;

/** Checks a log from the command line. Exit code 0: everything is as signed; 1: something is not; 2: could not be checked. */
public final class VerifyCommand {
    public static final int GOOD = 0;
    public static final int BAD = 1;
    public static final int UNKNOWN = 2;

    private static final String USAGE = """
            Usage: verify --log <URL or folder> --vkey <verifier key> [--since <checkpoint file>] [--token-file <file>]
              --log         where the files checkpoint and tile/... are
              --vkey        the log's verifier key, from a source other than the log
              --since       a checkpoint kept from an earlier check: the log must have only grown since
              --token-file  holds an auditor's bearer token, which a URL's entries may need
            Exit code 0: everything is as signed; 1: something is not; 2: could not be checked.""";
    private static final Set<String> OPTIONS = Set.of("--log", "--vkey", "--since", "--token-file");
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
            PublishedLog log = open(required(options, "--log"), options.get("--token-file"));
            Optional<Checkpoint> since = since(options.get("--since"), key);
            return report(new LogVerifier(log, key, progress()).verify(since), since);
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

    private int report(Verdict verdict, Optional<Checkpoint> since) {
        verdict.discrepancies().forEach(out::println);
        if (verdict.more() > 0) {
            out.println("... and " + verdict.more() + " more");
        }
        String log = verdict.checkpoint()
                .map(signed -> signed.origin() + ", size " + signed.size() + ", root " + signed.root())
                .orElse("no checkpoint to trust");
        out.println((verdict.isGood() ? "GOOD: " : "BAD: ") + log);
        if (verdict.isGood()) {
            since.ifPresent(
                    old -> out.println("GOOD: begins with the " + old.size() + " entries of the older checkpoint"));
        }
        return verdict.isGood() ? GOOD : BAD;
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

    private static PublishedLog open(String log, @Nullable String tokenFile) throws IOException {
        if (!log.matches("https?://.*")) {
            Path folder = Path.of(log);
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("Expected a URL or a folder, but " + log + " is neither.");
            }
            return new LogFolder(folder);
        }
        if (tokenFile == null) {
            return new LogSite(URI.create(log), Optional.empty());
        }
        String token = new String(read(tokenFile, MAX_TOKEN_BYTES), US_ASCII).strip();
        return new LogSite(URI.create(log), Optional.of(token));
    }

    private static Optional<Checkpoint> since(@Nullable String file, VerifierKey key) throws IOException {
        return file == null
                ? Optional.empty()
                : Optional.of(Checkpoint.open(SignedNote.parse(read(file, SignedNote.MAX_BYTES)), key));
    }

    private static byte[] read(String file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(maxBytes + 1);
        }
    }
}
