package org.healthpassport.api.record.annotating;

import java.time.Instant;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.api.record.tag.OwnTags;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes FHIR's {@code Provenance} (R4, provenance.html). */
public final class ProvenanceResource {
    private static final String ACTIVITY = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
    private static final String PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private static final String ORGANIZATION = "urn:healthpassport:organization";

    private final ObjectNode resource = JsonNodeFactory.instance.objectNode().put("resourceType", "Provenance");

    private ProvenanceResource(String id, String target, Instant recorded) {
        resource.put("id", id);
        resource.putArray("target").addObject().put("reference", target);
        resource.put("recorded", recorded.toString());
    }

    /**
     * About one version of a record.
     *
     * @param target the address of the version
     * @param activity a code of HL7's v3-DataOperation
     * @param authorship a code of the authorship that records have
     */
    public static ObjectNode ofVersion(
            String id, String target, Instant recorded, String activity, Author author, String authorship) {
        ProvenanceResource provenance = new ProvenanceResource(id, target, recorded);
        provenance.activity(activity);
        ObjectNode agent = provenance.author();
        code(
                agent.putArray("role").addObject(),
                OwnTags.AUTHOR_ROLE,
                author.role().name());
        code(agent.withArray("role").addObject(), OwnTags.AUTHORSHIP, authorship);
        identifier(agent.putObject("who"), OwnTags.AUTHOR, author.accountId());
        if (author.hospitalId() != null) {
            identifier(agent.putObject("onBehalfOf"), ORGANIZATION, author.hospitalId());
        }
        return provenance.resource;
    }

    /**
     * About an annotation of the patient's side, which is the reason of it in its own words. The record is as it was.
     *
     * @param target the address of the record
     */
    public static ObjectNode ofAnnotation(String id, String target, String patientId, Annotation annotation) {
        ObjectNode provenance = annotation(id, target, patientId, annotation);
        identifier(
                (ObjectNode) provenance.at("/agent/0/who"),
                OwnTags.AUTHOR,
                annotation.author().accountId());
        return provenance;
    }

    /** The same for somebody with a link, who may not know whose account it was. */
    static ObjectNode ofSharedAnnotation(String id, String target, String patientId, Annotation annotation) {
        return annotation(id, target, patientId, annotation);
    }

    private static ObjectNode annotation(String id, String target, String patientId, Annotation annotation) {
        ProvenanceResource provenance = new ProvenanceResource(id, target, annotation.recordedAt());
        provenance.resource.putArray("reason").addObject().put("text", annotation.text());
        provenance.activity("APPEND");
        ObjectNode agent = provenance.author();
        ObjectNode who = agent.putObject("who");
        if (annotation.byPatient()) {
            who.put("reference", "Patient/" + patientId).put("display", "The patient");
        } else {
            who.put("type", "RelatedPerson").put("display", "A representative of the patient");
            agent.putObject("onBehalfOf").put("reference", "Patient/" + patientId);
        }
        return provenance.resource;
    }

    private void activity(String code) {
        code(resource.putObject("activity"), ACTIVITY, code);
    }

    private ObjectNode author() {
        ObjectNode agent = resource.putArray("agent").addObject();
        code(agent.putObject("type"), PARTICIPANT, "author");
        return agent;
    }

    private static void code(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }

    private static void identifier(ObjectNode reference, String system, String value) {
        reference.putObject("identifier").put("system", system).put("value", value);
    }
}
