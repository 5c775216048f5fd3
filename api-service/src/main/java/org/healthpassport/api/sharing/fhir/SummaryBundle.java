package org.healthpassport.api.sharing.fhir;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.record.annotating.AnnotatedRecord;
import org.healthpassport.api.record.annotating.SharedNotes;
import org.healthpassport.api.record.share.SharedRecord;
import org.healthpassport.api.record.share.SharedSection;
import org.healthpassport.api.record.share.SharedSummary;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes International Patient Summaries (HL7 FHIR IPS 2.0): a document Bundle of the current state of a patient, with
 * the sections that every summary must have, and others if there is something in them.
 */
final class SummaryBundle {
    private final Ids ids;
    private final Clock clock;

    SummaryBundle(Ids ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param patient a {@code Patient}
     * @param found the records to show; each section says what is missing in it
     * @param notes the annotations of these records
     * @param registered time at which the patient was registered
     */
    LinkResource of(ObjectNode patient, SharedSummary found, SharedNotes notes, Instant registered) {
        List<SharedRecord> shown = shown(found).toList();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        List<String> missing = missing(found);
        ObjectNode author = author();
        BundleEntries entries = new BundleEntries()
                .add(composition(patient, author.path("id").stringValue(), now, found, remarks(found, missing)))
                .add(patient)
                .add(author);
        shown.forEach(record -> entries.add(record.resource()));
        found.things().forEach(record -> entries.add(record.resource()));
        notes.provenances().forEach(entries::add);
        int unreadable = found.allUnreadable() + notes.unreadable();
        if (unreadable > 0) {
            entries.add(MissingEntries.unreadable(ids.next(), unreadable));
        }
        if (notes.more()) {
            entries.add(MissingEntries.tooLong(ids.next(), List.of(MissingEntries.ANNOTATIONS)));
        }
        if (!missing.isEmpty()) {
            entries.add(MissingEntries.tooLong(ids.next(), missing));
        }
        ObjectNode bundle = resource("Bundle", ids.next());
        bundle.putObject("identifier")
                .put("system", "urn:ietf:rfc:3986")
                .put("value", BundleEntries.fullUrl(ids.next()));
        bundle.put("type", "document").put("timestamp", now).set("entry", entries.rewritten());
        return new LinkResource(
                bundle,
                Stream.concat(shown.stream().map(SharedRecord::lastUpdated), notes.newest().stream())
                        .max(Instant::compareTo)
                        .orElse(registered));
    }

    /** The records that stand in a section. */
    static Stream<SharedRecord> shown(SharedSummary found) {
        return found.sections().stream()
                .filter(section -> SummarySection.of(section.section()).isPresent())
                .flatMap(section -> section.records().stream());
    }

    /** A record with its annotations. */
    static AnnotatedRecord annotated(SharedRecord record) {
        return new AnnotatedRecord(address(record.resource()), record.annotations());
    }

    /** Tells of entries that do not fit, for readers that show no narrative; unreadable ones have an outcome of their own. */
    private static List<String> missing(SharedSummary found) {
        return found.sections().stream()
                .flatMap(section -> SectionText.notFitting(section).stream()
                        .map(remark -> section.section().title() + ": " + remark))
                .toList();
    }

    private static List<String> remarks(SharedSummary found, List<String> missing) {
        List<String> remarks = new ArrayList<>();
        if (found.allUnreadable() > 0) {
            remarks.add("This summary is incomplete, as some entries cannot be shown.");
        }
        if (!missing.isEmpty()) {
            remarks.add("This summary does not show everything. Its sections say what is missing.");
        }
        return remarks;
    }

    private ObjectNode composition(
            ObjectNode patient, String authorId, String now, SharedSummary found, List<String> remarks) {
        ObjectNode composition = resource("Composition", ids.next());
        composition.put("status", "final");
        composition
                .putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", "60591-5")
                .put("display", "Patient summary Document");
        composition
                .putObject("subject")
                .put("reference", "Patient/" + patient.path("id").stringValue());
        composition.put("date", now);
        composition.putArray("author").addObject().put("reference", "Device/" + authorId);
        composition.put("title", "Patient summary");
        if (!remarks.isEmpty()) {
            composition.set("text", Narrative.paragraph(String.join(" ", remarks)));
        }
        ArrayNode list = composition.putArray("section");
        Map<String, ObjectNode> things = found.things().stream()
                .map(SharedRecord::resource)
                .collect(Collectors.toMap(SummaryBundle::address, Function.identity()));
        for (SummarySection section : SummarySection.all()) {
            Optional<SharedSection> content = found.sections().stream()
                    .filter(one -> SummarySection.of(one.section()).equals(Optional.of(section)))
                    .findFirst();
            if (section.isRequired()
                    || content.filter(SummaryBundle::saysSomething).isPresent()) {
                fill(section.begin(list.addObject()), section, content, things);
            }
        }
        return composition;
    }

    private static boolean saysSomething(SharedSection section) {
        return !section.records().isEmpty() || !section.isComplete();
    }

    /**
     * A section without entries says why, as a code if there is nothing, and otherwise in words: no code of HL7's list fits
     * entries that exist and are not shown, and "unavailable" would hide them.
     */
    private static void fill(
            ObjectNode node, SummarySection section, Optional<SharedSection> content, Map<String, ObjectNode> things) {
        List<String> remarks = content.map(SectionText::remarks).orElse(List.of());
        List<ObjectNode> resources = content.stream()
                .flatMap(found -> found.records().stream())
                .map(SharedRecord::resource)
                .toList();
        if (!resources.isEmpty()) {
            node.set("text", SectionText.of(resources, remarks, things));
            ArrayNode references = node.putArray("entry");
            resources.forEach(resource -> references.addObject().put("reference", address(resource)));
        } else if (!remarks.isEmpty()) {
            String said = String.join(" ", remarks);
            node.set("text", Narrative.paragraph(section.title() + ": " + said));
            node.putObject("emptyReason").put("text", said);
        } else {
            node.set("text", Narrative.paragraph(section.title() + ": no information is available here."));
            node.putObject("emptyReason")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/list-empty-reason")
                    .put("code", "unavailable")
                    .put("display", "Unavailable");
        }
    }

    private static String address(ObjectNode resource) {
        return resource.path("resourceType").stringValue()
                + '/'
                + resource.path("id").stringValue();
    }

    private ObjectNode author() {
        ObjectNode device = resource("Device", ids.next());
        device.putArray("deviceName").addObject().put("name", "Health Passport").put("type", "user-friendly-name");
        return device;
    }

    private static ObjectNode resource(String type, String id) {
        return JsonNodeFactory.instance.objectNode().put("resourceType", type).put("id", id);
    }
}
