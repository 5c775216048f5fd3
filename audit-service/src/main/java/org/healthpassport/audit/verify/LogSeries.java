package org.healthpassport.audit.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.PublishedLog;

/**
 * Checks a log and, if its database was restored, the logs that continue it. The key of each is in the note that the log before
 * signed at its end, so that the key of the first is enough.
 */
final class LogSeries {
    /** No log was ever restored as often. */
    private static final int MOST = 1000;

    private final IntFunction<PublishedLog> logs;
    private final LongConsumer progress;
    private final LogVerifier.EntryReader reader;

    /**
     * @param logs gives a log by its place in the series, from 0 on
     * @param reader is given the entries of all logs
     */
    LogSeries(IntFunction<PublishedLog> logs, LongConsumer progress, LogVerifier.EntryReader reader) {
        this.logs = logs;
        this.progress = progress;
        this.reader = reader;
    }

    /**
     * The outcome for one log.
     *
     * @param closing the note that closed it; empty for the log in use, and where that note has no valid signature
     * @param since the older checkpoint, if it is one of this log
     */
    record Checked(Verdict verdict, Optional<ClosingNote> closing, Optional<Checkpoint> since) {}

    /**
     * Checks all logs of the series, the first one first.
     *
     * @param key of the first log
     * @param since an older checkpoint of one of them
     * @throws IllegalArgumentException it is of none of them
     * @throws IOException a log could not be read, so nothing is known
     */
    List<Checked> check(VerifierKey key, Optional<SignedNote> since) throws IOException {
        List<Checked> all = new ArrayList<>();
        VerifierKey next = key;
        Optional<SignedNote> opening = Optional.empty();
        while (next != null) {
            if (all.size() == MOST) {
                throw new IOException("Expected at most " + MOST + " logs in a row, but there are more.");
            }
            VerifierKey current = next;
            PublishedLog log = logs.apply(all.size());
            Optional<Checkpoint> ofThis = since.flatMap(note -> opened(note, current));
            Optional<SignedNote> closed;
            Optional<ClosingNote> closing;
            List<Discrepancy> refusals = new ArrayList<>();
            try {
                Optional<byte[]> bytes = log.closed();
                closed = bytes.map(SignedNote::parse);
                closing = closed.map(note -> ClosingNote.open(note, current));
            } catch (NoteRefused e) {
                closed = Optional.empty();
                closing = Optional.empty();
                refusals.add(new Discrepancy(LogVerifier.CLOSED, String.valueOf(e.getMessage())));
            }
            Verdict verdict = new LogVerifier(log, current, progress, reader).verify(ofThis, opening, closing);
            all.add(new Checked(verdict.with(refusals), closing, ofThis));
            opening = closed;
            next = closing.map(ClosingNote::next).orElse(null);
        }
        if (since.isPresent()
                && all.stream().allMatch(checked -> checked.since().isEmpty())) {
            throw new IllegalArgumentException("Expected an older checkpoint of this log, but it is of another one.");
        }
        return all;
    }

    private static Optional<Checkpoint> opened(SignedNote note, VerifierKey key) {
        try {
            return Optional.of(Checkpoint.open(note, key));
        } catch (NoteRefused ofAnotherLog) {
            return Optional.empty();
        }
    }
}
