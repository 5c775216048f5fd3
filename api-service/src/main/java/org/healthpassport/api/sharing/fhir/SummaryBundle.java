package org.healthpassport.api.sharing.fhir;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.record.share.SharedRecord;
import org.healthpassport.api.record.share.SharedRecordSet;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.Section;
import org.healthpassport.fhir.catalog.Standing;
import tools.jackson.databind.JsonNode;
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

    /** The section of a record; empty for one that was entered in error, or stands only where others refer to it. */
    private static Optional<SummarySection> section(ObjectNode resource) {
        return ClinicalRecord.of(resource)
                .filter(record -> record.standing() != Standing.ENTERED_IN_ERROR)
                .flatMap(record -> SummarySection.of(record.section()));
    }

    /**
     * @param patient a {@code Patient}
     * @param found newest first; if there are more, or some cannot be read, the summary says so
     * @param registered time at which the patient was registered
     */
    LinkResource of(ObjectNode patient, SharedRecordSet found, Instant registered) {
        List<SharedRecord> shown = new ArrayList<>();
        Map<SummarySection, List<ObjectNode>> sections = new HashMap<>();
        found.records()
                .forEach(record -> section(record.resource()).ifPresent(section -> {
                    shown.add(record);
                    sections.computeIfAbsent(section, none -> new ArrayList<>()).add(record.resource());
                }));
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode author = author();
        BundleEntries entries = new BundleEntries()
                .add(composition(patient, author.path("id").stringValue(), now, sections, remarks(found)))
                .add(patient)
                .add(author);
        shown.forEach(record -> entries.add(record.resource()));
        referred(found.records(), shown).forEach(entries::add);
        if (found.unreadable() > 0) {
            entries.add(UnreadableEntries.outcome(ids.next(), found.unreadable()));
        }
        ObjectNode bundle = resource("Bundle", ids.next());
        bundle.putObject("identifier")
                .put("system", "urn:ietf:rfc:3986")
                .put("value", BundleEntries.fullUrl(ids.next()));
        bundle.put("type", "document").put("timestamp", now).set("entry", entries.rewritten());
        return new LinkResource(
                bundle,
                shown.stream()
                        .map(SharedRecord::lastUpdated)
                        .max(Instant::compareTo)
                        .orElse(registered));
    }

    /** The records without a section, such as the Medication of a prescription, to which records with one refer. */
    private static List<ObjectNode> referred(List<SharedRecord> found, List<SharedRecord> shown) {
        Set<String> references = shown.stream()
                .flatMap(record -> record.resource().findValues("reference").stream())
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
        return found.stream()
                .map(SharedRecord::resource)
                .filter(resource ->
                        references.contains(resource.path("resourceType").asString("")
                                + '/'
                                + resource.path("id").asString("")))
                .filter(resource -> ClinicalRecord.of(resource)
                        .filter(record -> record.section() == Section.NONE)
                        .isPresent())
                .toList();
    }

    private static List<String> remarks(SharedRecordSet found) {
        List<String> remarks = new ArrayList<>();
        if (found.unreadable() > 0) {
            remarks.add("This summary is incomplete, as some entries cannot be shown.");
        }
        if (found.more()) {
            remarks.add("This summary has only the newest entries. There are more.");
        }
        return remarks;
    }

    private ObjectNode composition(
            ObjectNode patient,
            String authorId,
            String now,
            Map<SummarySection, List<ObjectNode>> sections,
            List<String> remarks) {
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
        for (SummarySection section : SummarySection.all()) {
            List<ObjectNode> resources = sections.getOrDefault(section, List.of());
            if (section.isRequired() || !resources.isEmpty()) {
                fill(section.begin(list.addObject()), section, resources);
            }
        }
        return composition;
    }

    private static void fill(ObjectNode node, SummarySection section, List<ObjectNode> resources) {
        if (resources.isEmpty()) {
            node.set("text", Narrative.paragraph(section.title() + ": no information is available here."));
            node.putObject("emptyReason")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/list-empty-reason")
                    .put("code", "unavailable")
                    .put("display", "Unavailable");
            return;
        }
        node.set("text", Narrative.list(resources.stream().map(RecordLine::of).toList()));
        ArrayNode references = node.putArray("entry");
        resources.forEach(resource -> references
                .addObject()
                .put(
                        "reference",
                        resource.path("resourceType").stringValue()
                                + '/'
                                + resource.path("id").stringValue()));
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
