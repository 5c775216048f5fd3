package org.healthpassport.api.record.race;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.healthpassport.api.record.race.History.Entry;
import org.healthpassport.api.record.race.Operation.Manner;
import org.healthpassport.api.record.race.Request.Kind;

/**
 * Compares everything that was answered of one record with its history. The versions of a record are one register: what
 * began after a version was acknowledged, or read, must see that one or a newer one.
 */
final class RecordJudgement {
    /** 408 where the machine, and with it the client, stood still for longer than a body may take. */
    private static final Map<Kind, Set<Integer>> ALLOWED = Map.of(
            Kind.CREATE, Set.of(201, 408, 429, 503),
            Kind.AMEND, Set.of(200, 408, 409, 412, 429, 503),
            Kind.DELETE, Set.of(204, 409, 412, 503),
            Kind.READ, Set.of(200, 410),
            Kind.READ_VERSION, Set.of(200, 404, 410),
            Kind.LIST, Set.of(200),
            Kind.HISTORY, Set.of(200));

    private final String recordId;
    private final List<Operation> operations;
    private final History history;
    private final List<Sight> sights = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * @param operations about this record, or a list in which it could be, in the order in which they began
     * @param history as it is after all of them
     */
    RecordJudgement(String recordId, List<Operation> operations, History history) {
        this.recordId = recordId;
        this.operations = operations;
        this.history = history;
    }

    /** The faults of an answer, whatever the history of the record. */
    static Optional<String> fault(Operation operation) {
        if (operation.answer() == null) {
            // A server that refuses in the middle of a body may end the connection, with all that waits behind it.
            return operation.manner() == Manner.PLAIN ? Optional.of("was not answered") : Optional.empty();
        }
        return ALLOWED.get(operation.request().kind()).contains(operation.status())
                ? Optional.empty()
                : Optional.of("was answered with " + operation.answer());
    }

    List<String> faults() {
        operations.forEach(this::judge);
        requireOneWriterOfEach();
        requireOrder();
        operations.stream()
                .filter(operation -> operation.request().kind() == Kind.AMEND && operation.status() == 412)
                .forEach(this::requireReason);
        return faults;
    }

    private void judge(Operation operation) {
        Request request = operation.request();
        if (operation.status() == 410 && request.kind() != Kind.READ_VERSION) {
            requireDeleted(operation);
        }
        switch (request.kind()) {
            case CREATE, AMEND -> {
                if (operation.isAcknowledged()) {
                    requireKept(operation);
                } else if (!operation.isInDoubt() && history.contents().contains(request.substance())) {
                    fault(operation, "was refused, but the history has what it sent");
                }
            }
            case DELETE -> {
                if (operation.isAcknowledged()) {
                    requireDeleted(operation);
                }
            }
            case READ -> {
                if (operation.isAcknowledged()) {
                    requireSame(operation, new Entry(operation.version(), substance(operation)));
                    see(operation, operation.version());
                }
            }
            case READ_VERSION -> judgeReadOfVersion(operation);
            case HISTORY -> judgeHistory(operation);
            case LIST -> judgeList(operation);
        }
    }

    private void requireKept(Operation operation) {
        long version = operation.version();
        long claimed = operation.request().version() + 1;
        if (version != claimed
                || !substance(operation).equals(operation.request().substance())) {
            fault(operation, "was answered with another version or content than it wrote");
        }
        if (!history.content(version).equals(operation.request().substance())) {
            fault(operation, "was acknowledged, but version " + version + " says " + history.content(version));
        }
        see(operation, version);
    }

    private void requireDeleted(Operation operation) {
        List<Long> deletions = history.deletions();
        if (deletions.isEmpty()) {
            fault(operation, "says that the record is deleted, but it never was");
        } else if (operation.version() > 0) {
            requireSame(operation, new Entry(operation.version(), ""));
            see(operation, operation.version());
        } else {
            sights.add(new Sight(operation, deletions.get(0), deletions.get(deletions.size() - 1)));
        }
    }

    private void judgeReadOfVersion(Operation operation) {
        long version = operation.request().version();
        if (operation.status() == 200) {
            requireSame(operation, new Entry(version, substance(operation)));
            sights.add(new Sight(operation, version, Long.MAX_VALUE));
        } else if (operation.status() == 410) {
            requireSame(operation, new Entry(version, ""));
            sights.add(new Sight(operation, version, Long.MAX_VALUE));
        } else if (operation.status() == 404) {
            sights.add(new Sight(operation, 0, version - 1));
        }
    }

    private void judgeHistory(Operation operation) {
        if (operation.isAcknowledged()) {
            List<Entry> entries = History.entries(operation.json());
            entries.forEach(entry -> requireSame(operation, entry));
            long newest = entries.get(0).version();
            List<Long> expected = LongStream.range(0, entries.size())
                    .mapToObj(index -> newest - index)
                    .toList();
            if (!entries.stream().map(Entry::version).toList().equals(expected)) {
                fault(operation, "has gaps");
            }
            see(operation, newest);
        }
    }

    private void judgeList(Operation operation) {
        if (operation.isAcknowledged()) {
            Optional<Entry> listed = RoundJudgement.listed(operation, recordId);
            listed.ifPresent(entry -> {
                requireSame(operation, entry);
                see(operation, entry.version());
            });
            if (listed.isEmpty() && !operation.json().has("nextCursor")) {
                // Not there yet, or deleted.
                List<Long> deletions = history.deletions();
                sights.add(new Sight(operation, 0, deletions.isEmpty() ? 0 : deletions.get(deletions.size() - 1)));
            }
        }
    }

    /** Each version was written by one command that was not refused. */
    private void requireOneWriterOfEach() {
        Map<Long, Operation> claims = new HashMap<>();
        for (Operation operation : operations) {
            Kind kind = operation.request().kind();
            if (operation.isAcknowledged() && (kind == Kind.AMEND || kind == Kind.CREATE)) {
                Operation other = claims.put(operation.version(), operation);
                if (other != null) {
                    fault(operation, "claims the same version as " + other.request());
                }
            }
        }
        for (long version = 1; version <= history.newest(); version++) {
            if (writer(version).isEmpty()) {
                faults.add("Nobody wrote version " + version + ", which says '" + history.content(version) + "'");
            }
        }
    }

    /** The command that wrote a version; of some that deleted it at once, the one that began first. */
    private Optional<Operation> writer(long version) {
        return operations.stream()
                .filter(operation -> operation.isAcknowledged() || operation.isInDoubt())
                .filter(operation -> mayHaveWritten(operation.request(), version))
                .findFirst();
    }

    private boolean mayHaveWritten(Request request, long version) {
        return switch (request.kind()) {
            case CREATE -> version == 1 && history.content(version).equals(request.substance());
            case AMEND ->
                request.version() + 1 == version && history.content(version).equals(request.substance());
            case DELETE ->
                request.version() + 1 == version && history.content(version).isEmpty();
            default -> false;
        };
    }

    /** An operation that ended before another began must not have seen a newer version than the other. */
    private void requireOrder() {
        List<Sight> byEnd = new ArrayList<>(sights);
        byEnd.sort(Comparator.comparingLong(sight -> sight.operation().ended()));
        List<Sight> byBeginning = new ArrayList<>(sights);
        byBeginning.sort(Comparator.comparingLong(sight -> sight.operation().began()));
        int ended = 0;
        Sight newest = null;
        for (Sight sight : byBeginning) {
            for (; byEnd.get(ended).operation().ended() < sight.operation().began(); ended++) {
                if (newest == null || byEnd.get(ended).atLeast() > newest.atLeast()) {
                    newest = byEnd.get(ended);
                }
            }
            if (newest != null && newest.atLeast() > sight.atMost()) {
                fault(
                        sight.operation(),
                        "saw version " + sight.atMost() + " at most, but began after "
                                + newest.operation().request() + " had seen version " + newest.atLeast());
            }
            requireWrittenBefore(sight);
        }
    }

    private void requireWrittenBefore(Sight sight) {
        if (sight.atLeast() > 0
                && writer(sight.atLeast())
                        .filter(writer -> writer.began() > sight.operation().ended())
                        .isPresent()) {
            fault(sight.operation(), "saw version " + sight.atLeast() + " before it was sent");
        }
    }

    /** At some time while the change was under way, the record was at another version than it said. */
    private void requireReason(Operation refused) {
        long version = refused.request().version();
        boolean reachedBefore = sights.stream()
                .anyMatch(sight -> sight.operation().ended() < refused.began() && sight.atLeast() >= version);
        boolean leftMeanwhile = writer(version + 1)
                .filter(writer -> writer.began() < refused.ended())
                .isPresent();
        if (history.has(version) && reachedBefore && !leftMeanwhile) {
            fault(refused, "was refused, but the record was at version " + version + " all the time");
        }
    }

    private void requireSame(Operation operation, Entry entry) {
        if (!history.says(entry)) {
            fault(operation, "gave " + entry + ", but the history says " + history.content(entry.version()));
        }
    }

    private void see(Operation operation, long version) {
        sights.add(new Sight(operation, version, version));
    }

    private void fault(Operation operation, String fault) {
        faults.add(operation.request() + " (" + operation.manner() + ") " + fault);
    }

    private static String substance(Operation operation) {
        return operation.json().at("/code/text").asString("");
    }

    /** At some time while an operation was under way, the newest version was one of these. */
    private record Sight(Operation operation, long atLeast, long atMost) {}
}
