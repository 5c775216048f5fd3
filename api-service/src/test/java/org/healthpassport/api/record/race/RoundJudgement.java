package org.healthpassport.api.record.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.race.History.Entry;
import org.healthpassport.api.record.race.Request.Kind;
import tools.jackson.databind.JsonNode;

/** Judges a round when all clients have ended. */
final class RoundJudgement {
    private final Round round;
    private final List<String> faults = new ArrayList<>();

    private RoundJudgement(Round round) {
        this.round = round;
    }

    /** The faults, with everything that was done to the records concerned; empty if there are none. */
    static List<String> faults(Round round) throws IOException {
        RoundJudgement judgement = new RoundJudgement(round);
        for (SignedIn patient : round.patients()) {
            judgement.judge(patient);
        }
        return judgement.faults;
    }

    /** A record in a list; empty where it is not in it. */
    static Optional<Entry> listed(Operation list, String recordId) {
        return items(list)
                .filter(item -> item.get("id").asString().equals(recordId))
                .map(item -> new Entry(
                        item.at("/meta/versionId").asLong(),
                        item.at("/code/text").asString()))
                .findFirst();
    }

    private static Stream<JsonNode> items(Operation list) {
        return StreamSupport.stream(list.json().get("items").spliterator(), false);
    }

    private void judge(SignedIn patient) throws IOException {
        // Lists and reads after everything else: they must show what the history says, on each instance.
        for (int port : round.ports()) {
            round.ask(port, round.request(Kind.LIST, patient, "", 0));
        }
        for (String recordId : recordsOf(patient)) {
            for (int port : round.ports()) {
                round.ask(port, round.request(Kind.READ, patient, recordId, 0));
                round.ask(port, round.request(Kind.HISTORY, patient, recordId, 0));
            }
            judge(patient, recordId);
        }
        operations(patient)
                .filter(operation -> operation.request().recordId().isEmpty())
                .forEach(operation -> RecordJudgement.fault(operation)
                        .ifPresent(fault -> faults.add(operation.request() + " " + fault)));
    }

    private void judge(SignedIn patient, String recordId) {
        List<Operation> own = operations(patient)
                .filter(operation -> operation.recordId().equals(recordId))
                .sorted(Comparator.comparingLong(Operation::began))
                .toList();
        List<String> found = new ArrayList<>();
        for (Operation operation : own) {
            RecordJudgement.fault(operation).ifPresent(fault -> found.add(operation.request() + " " + fault));
        }
        List<History> histories = histories(patient, recordId, found);
        if (histories.stream().distinct().count() > 1) {
            found.add("The instances say different things of its history: " + histories);
        }
        if (!histories.isEmpty()) {
            List<Operation> all = operations(patient)
                    .filter(operation -> operation.recordId().equals(recordId)
                            || operation.request().kind() == Kind.LIST
                            || isCreationInDoubt(operation))
                    .sorted(Comparator.comparingLong(Operation::began))
                    .toList();
            found.addAll(new RecordJudgement(recordId, all, histories.get(0)).faults());
        }
        if (!found.isEmpty()) {
            faults.add(report(recordId, found, own, histories));
        }
    }

    private List<History> histories(SignedIn patient, String recordId, List<String> found) {
        List<History> histories = new ArrayList<>();
        for (int port : round.ports()) {
            try {
                histories.add(History.read(port, patient, recordId));
            } catch (IOException unreadable) {
                found.add("Its history cannot be read: " + unreadable.getMessage());
            }
        }
        return histories;
    }

    /** All that were acknowledged, or are in a list. */
    private Set<String> recordsOf(SignedIn patient) {
        Set<String> records = new HashSet<>();
        for (Operation operation : operations(patient).toList()) {
            if (!operation.recordId().isEmpty()) {
                records.add(operation.recordId());
            }
            if (operation.request().kind() == Kind.LIST && operation.isAcknowledged()) {
                items(operation).forEach(item -> records.add(item.get("id").asString()));
            }
        }
        return records;
    }

    private Stream<Operation> operations(SignedIn patient) {
        return round.operations().stream()
                .filter(operation -> operation.request().patient().equals(patient));
    }

    private static boolean isCreationInDoubt(Operation operation) {
        return operation.request().kind() == Kind.CREATE && operation.isInDoubt();
    }

    private static String report(
            String recordId, List<String> found, List<Operation> operations, List<History> histories) {
        long zero = operations.get(0).began();
        return "Record " + recordId + ":\n  "
                + String.join("\n  ", found)
                + "\n It has " + histories + "\n What was done to it:\n  "
                + operations.stream().map(operation -> operation.shown(zero)).collect(Collectors.joining("\n  "));
    }
}
