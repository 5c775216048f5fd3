package org.healthpassport.api.record.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.race.Connection.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contents of a record's versions at the end.
 *
 * @param contents the substance of each version, the first one first; empty for the one that says that it was deleted
 */
record History(List<String> contents) {

    /** Page by page; fails where an instance does not answer with 200. */
    static History read(int port, SignedIn patient, String recordId) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            try (Connection connection = Connection.to(port)) {
                connection.send(Request.historyPage(patient, recordId, cursor));
                Answer answer = connection.answer();
                if (answer.status() != 200) {
                    throw new IOException("Expected the history, but the answer is " + answer);
                }
                JsonNode page = JsonMapper.shared().readTree(answer.body());
                entries.addAll(entries(page));
                cursor = page.has("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asString()
                        : null;
            }
        }
        List<String> contents = new ArrayList<>();
        for (int index = entries.size() - 1; index >= 0; index--) {
            if (entries.get(index).version() != contents.size() + 1) {
                throw new IOException("Expected versions without gaps, but they are " + entries);
            }
            contents.add(entries.get(index).content());
        }
        return new History(contents);
    }

    /** Of one page, newest first. */
    static List<Entry> entries(JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .map(item -> new Entry(
                        item.get("version").asLong(),
                        item.at("/resource/code/text").asString("")))
                .toList();
    }

    long newest() {
        return contents.size();
    }

    /** The versions that mark a deletion, in order. */
    List<Long> deletions() {
        return LongStream.rangeClosed(1, newest())
                .filter(version -> content(version).isEmpty())
                .boxed()
                .toList();
    }

    boolean has(long version) {
        return version >= 1 && version <= contents.size();
    }

    String content(long version) {
        return has(version) ? contents.get((int) version - 1) : "(no such version)";
    }

    boolean says(Entry entry) {
        return has(entry.version()) && content(entry.version()).equals(entry.content());
    }

    /** @param content the substance, empty where it says that the record was deleted */
    record Entry(long version, String content) {}
}
