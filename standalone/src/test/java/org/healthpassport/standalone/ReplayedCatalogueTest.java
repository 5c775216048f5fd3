package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.verify.Verdict;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who sends genuine events of any type again, which needs no keys, changes nothing at all. */
class ReplayedCatalogueTest {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** What changes in the store without any event, as the beginning of {@code collection/id/field}, with the reason. */
    private static final Map<String, String> CHANGING = Map.of(
            "auditLog/log/offsets", "audit-service has read what was sent again",
            "auditLog/progress/", "audit-service says every second how far it is",
            "auditLog/lease/", "the writer of the log renews its lease",
            "auditCompleteness/check/", "audit-service notes when it last compared the log with the store",
            "storeMarks/", "api-service counts on, to notice a store that was put back",
            "keyRotations/", "the rotations that the journey started go on");

    @TempDir
    Path data;

    private ServicesUnderTest services;

    @BeforeEach
    void start() throws Exception {
        services = new ServicesUnderTest(data, Map.of("healthpassport.mail.to-log", "true"));
        services.start(List.of(Port.API, Port.AUDIT, Port.DOCUMENT_WORKER, Port.QR_WORKER));
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void shouldChangeNothingWhateverTheirTypeAndOrder() throws Exception {
        // given an event of each type on the bus
        try (WholeCatalogue catalogue = new WholeCatalogue(services)) {
            catalogue.happen();
        }
        Set<EventType> caused = EnumSet.allOf(EventType.class);
        caused.removeAll(WholeCatalogue.NOT_CAUSED.keySet());
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(types(genuine())).containsExactlyInAnyOrderElementsOf(caused));
        awaitQuiet();
        Map<String, Object> before = stored();
        Map<String, Integer> objects = objects();

        // when everything comes again, and once more the other way round
        List<ConsumerRecord<String, byte[]>> records = genuine();
        services.send(records.stream().map(ReplayedCatalogueTest::again).toList());
        services.send(Stream.iterate(records.size() - 1, at -> at >= 0, at -> at - 1)
                .map(records::get)
                .map(ReplayedCatalogueTest::again)
                .toList());
        awaitQuiet();

        // then
        assertThat(differences(before, stored())).isEmpty();
        assertThat(objects()).isEqualTo(objects);

        // and the log says everything once
        AuditTrail trail = services.trail();
        List<AuditEntry> logged = trail.entries();
        assertThat(logged).extracting(AuditEntry::type).doesNotContain("FORGED_EVENT", "ID_CONFLICT");
        assertThat(logged.stream().map(AuditEntry::eventId).filter(Objects::nonNull))
                .doesNotHaveDuplicates()
                .containsAll(ids(records));
        assertThat(trail.verdict()).matches(Verdict::isGood);
    }

    private static ProducerRecord<String, byte[]> again(ConsumerRecord<String, byte[]> record) {
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), record.headers());
    }

    /** Everything on the bus that is an event. */
    private List<ConsumerRecord<String, byte[]>> genuine() {
        return Stream.of(Topics.values())
                .flatMap(topic -> services.records(topic).stream())
                .filter(record -> header(record, "ce_type").isPresent())
                .toList();
    }

    private static Set<EventType> types(List<ConsumerRecord<String, byte[]>> records) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        records.forEach(record ->
                types.add(header(record, "ce_type").flatMap(EventType::ofCeType).orElseThrow()));
        return types;
    }

    private static Set<String> ids(List<ConsumerRecord<String, byte[]>> records) {
        Set<String> ids = new TreeSet<>();
        records.forEach(record -> ids.add(header(record, "ce_id").orElseThrow()));
        return ids;
    }

    private static Optional<String> header(ConsumerRecord<String, byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name)).map(header -> new String(header.value(), UTF_8));
    }

    /** Waits until everybody has read all that is on the bus, and nothing follows from it any more. */
    private void awaitQuiet() {
        await().atMost(WITHIN).until(() -> isConsumed() && isLogged());
        Map<String, Object> seen = new HashMap<>();
        await().during(QUIET).atMost(WITHIN).untilAsserted(() -> {
            Map<String, Object> now = stored();
            Map<String, String> differences = differences(seen, now);
            seen.clear();
            seen.putAll(now);
            assertThat(differences).isEmpty();
            assertThat(isConsumed() && isLogged()).isTrue();
        });
    }

    /** True if each group of consumers has committed the end of each of its partitions. */
    private boolean isConsumed() throws Exception {
        try (Admin admin = Admin.create(services.kafka())) {
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            for (String group : groups) {
                Set<TopicPartition> read =
                        admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                                .flatMap(member -> member.assignment().topicPartitions().stream())
                                .collect(toSet());
                Map<TopicPartition, Long> committed = new HashMap<>();
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((place, next) -> committed.put(place, next.offset()));
                Map<TopicPartition, Long> ends = ends(admin, read);
                if (!read.stream().allMatch(place -> committed.getOrDefault(place, 0L) >= ends.get(place))) {
                    return false;
                }
            }
            return !groups.isEmpty();
        }
    }

    /** True if audit-service, which keeps its offsets with the log, has read everything. */
    private boolean isLogged() throws Exception {
        Map<TopicPartition, Long> read = new HashMap<>();
        for (Document offset :
                services.collection("auditLog").find(Filters.eq("log")).first().getList("offsets", Document.class)) {
            read.put(
                    new TopicPartition(offset.getString("topic"), offset.getInteger("partition")),
                    offset.getLong("next"));
        }
        try (Admin admin = Admin.create(services.kafka())) {
            return ends(admin, places(admin)).entrySet().stream()
                    .allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }
    }

    private static Set<TopicPartition> places(Admin admin) throws Exception {
        List<String> topics = Stream.of(Topics.values()).map(Topics::topicName).toList();
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(toSet());
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Set<TopicPartition> places) throws Exception {
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(places.stream().collect(toMap(place -> place, place -> OffsetSpec.latest())))
                .all()
                .get()
                .forEach((place, end) -> ends.put(place, end.offset()));
        return ends;
    }

    /** All fields in the store, by {@code collection/id/field}. */
    private Map<String, Object> stored() {
        Map<String, Object> stored = new HashMap<>();
        services.backup()
                .forEach((collection, documents) -> documents.forEach(document -> document.forEach(
                        (field, value) -> stored.put(collection + '/' + document.get("_id") + '/' + field, value))));
        return stored;
    }

    /** The fields that are no longer what they were, but for those that change by themselves. */
    private static Map<String, String> differences(Map<String, Object> before, Map<String, Object> now) {
        Set<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(now.keySet());
        Map<String, String> differences = new TreeMap<>();
        for (String field : fields) {
            if (!Objects.equals(before.get(field), now.get(field))
                    && CHANGING.keySet().stream().noneMatch(field::startsWith)) {
                differences.put(field, before.get(field) + " -> " + now.get(field));
            }
        }
        return differences;
    }

    /** The stored objects, by name, with a digest of their bytes. */
    private Map<String, Integer> objects() throws IOException {
        Map<String, Integer> objects = new HashMap<>();
        try (Stream<Path> files = Files.walk(data.resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                objects.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return objects;
    }
}
