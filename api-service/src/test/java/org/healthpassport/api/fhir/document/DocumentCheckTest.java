package org.healthpassport.api.fhir.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DocumentCheckTest {
    private static final String OWN = "1";
    private static final byte[] TEXT = "Haemoglobin 14.1 g/dl".getBytes(UTF_8);

    @Test
    void shouldTakeWhatADocumentKeeps() {
        // given
        ObjectNode sent = reference("""
                {"resourceType":"DocumentReference","id":"mine","meta":{"versionId":"7"},"status":"current",
                "type":{"coding":[{"system":"http://loinc.org","code":"11502-2","display":"Lab"}]},
                "subject":{"reference":"Patient/1","type":"Patient"},"description":"Blood count",
                "content":[{"attachment":{"contentType":"text/plain;charset=UTF-8","title":"blood.txt"}}]}""", TEXT);

        // when
        SentDocument document = DocumentCheck.check(sent, null);

        // then
        assertThat(document.patientId()).isEqualTo("1");
        assertThat(document.type()).isEqualTo(DocumentType.LAB_REPORT);
        assertThat(document.title()).isEqualTo("Blood count");
        assertThat(document.fileName()).isEqualTo("blood.txt");
        assertThat(document.bytes()).isEqualTo(TEXT);
        assertThat(document.toString()).doesNotContain("Blood", "blood");
    }

    @Test
    void shouldNeedNothingButTheBytes() {
        // when
        SentDocument document = DocumentCheck.check(reference(with("", ""), TEXT), OWN);

        // then
        assertThat(document.patientId()).isEqualTo(OWN);
        assertThat(document.type()).isEqualTo(DocumentType.OTHER);
        assertThat(document.title()).isNull();
        assertThat(document.fileName()).isEqualTo("document");
    }

    @ParameterizedTest
    @EnumSource(DocumentType.class)
    void shouldUnderstandTheCodesThatItWrites(DocumentType type) {
        // given
        ObjectNode sent = reference(with("", ""), TEXT);
        TypeCodes.write(type, sent);

        // then
        assertThat(DocumentCheck.check(sent, OWN).type()).isEqualTo(type);
    }

    /** Quotes are single ones here, for less noise. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'type':{'text':'Letter'} | OTHER",
                "'type':{'coding':[{'system':'http://loinc.org','code':'34117-2'}]} | OTHER",
                "'type':{'coding':[{'system':'http://example.org','code':'11502-2'}]} | OTHER",
                "'type':{'coding':[{'code':'LAB_REPORT'}]} | OTHER",
                "'type':{'coding':[{'system':'http://loinc.org','code':'57833-6'}]} | PRESCRIPTION",
                "'type':{'coding':[{'system':'http://example.org','code':'x'},{'system':'http://loinc.org','code':'34105-7'}]} | DISCHARGE_SUMMARY",
                "'type':{'coding':[{'system':'http://loinc.org','code':'11502-2'},{'system':'urn:healthpassport:document-type','code':'IDENTITY'}]} | IDENTITY",
                "'category':[{'text':'x'},{'coding':[{'system':'http://loinc.org','code':'18726-0'}]}] | IMAGING",
                "'type':{'coding':[{'system':'http://loinc.org','code':'11369-6'}]},'category':[{'coding':[{'system':'http://loinc.org','code':'18726-0'}]}] | VACCINATION",
            })
    void shouldChooseTheClosestTypeForTheCodesOfOthers(String members, DocumentType type) {
        // when
        SentDocument document = DocumentCheck.check(reference(with(members + ',', ""), TEXT), OWN);

        // then
        assertThat(document.type()).isEqualTo(type);
        assertThat(new String(document.reference().resource(), UTF_8)).contains(members.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"current, false", "superseded, true"})
    void shouldKnowWhichDocumentsAreSuperseded(String status, boolean superseded) {
        // given
        ObjectNode sent = reference(with("", ""), TEXT);
        sent.put("status", status);

        // then
        assertThat(DocumentCheck.check(sent, OWN).reference().superseded()).isEqualTo(superseded);
    }

    @Test
    void shouldKeepNoMoreThanAStateCanHold() {
        // given
        ObjectNode sent = reference(with("'type':{'text':'x'},", ""), TEXT);
        int others = DocumentCheck.check(sent, OWN).reference().resource().length - 1;
        ObjectNode largest = sent.deepCopy();
        largest.withObject("/type").put("text", "x".repeat(DocumentCheck.MOST_KEPT - others));
        ObjectNode tooLarge = sent.deepCopy();
        tooLarge.withObject("/type").put("text", "x".repeat(DocumentCheck.MOST_KEPT - others + 1));

        // when
        SentDocument document = DocumentCheck.check(largest, OWN);
        Refused refused = catchThrowableOfType(Refused.class, () -> DocumentCheck.check(tooLarge, OWN));

        // then
        assertThat(document.reference().resource()).hasSize(DocumentCheck.MOST_KEPT);
        assertThat(refused.refusal()).isEqualTo(new FhirRefusal.TooMuchBesideTheBytes(DocumentCheck.MOST_KEPT));
    }

    @Test
    void shouldNeedASubjectFromThoseWhoAreNoPatients() {
        // when
        Refused refused =
                catchThrowableOfType(Refused.class, () -> DocumentCheck.check(reference(with("", ""), TEXT), null));

        // then
        assertThat(refused.refusal()).isEqualTo(new FhirRefusal.SubjectMissing("subject"));
    }

    @Property
    void shouldTakeTheBytesAndBelieveWhatIsTrueOfThem(@ForAll @Size(min = 1, max = 100) byte[] bytes) {
        // given
        ObjectNode sent = reference(with("", ""), bytes);
        ObjectNode attachment = (ObjectNode) sent.at("/content/0/attachment");
        attachment.put("hash", Base64.getEncoder().encodeToString(sha1(bytes)));
        attachment.set(
                "size",
                FhirJson.parse(("{\"n\":" + bytes.length + "}").getBytes(UTF_8)).path("n"));

        // then
        assertThat(DocumentCheck.check(sent, OWN).bytes()).isEqualTo(bytes);

        // when
        bytes[0]++;
        attachment.put("data", Base64.getMimeEncoder().encodeToString(bytes));

        // then
        assertThat(objection(sent).pointer()).isEqualTo("/content/0/attachment/hash");
    }

    /** Quotes are single ones here, for less noise. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'description':1 | | /description",
                "'nonsense':1 | | /nonsense",
                "'docStatus':'nonsense' | | /docStatus",
                "'docStatus':'entered-in-error' | | /docStatus",
                "'date':'2026-11-30' | | /date",
                "'author':[{'reference':'Patient/2'}] | | /author/0/reference",
                "'author':[{'reference':'https://example.org/fhir/Patient/1'}] | | /author/0/reference",
                "'context':{'sourcePatientInfo':{'reference':'Patient?identifier=1'}} | | /context/sourcePatientInfo/reference",
                "'extension':[{'url':'http://example.org','valueReference':{'reference':'Patient/2'}}] | | /extension/0/valueReference/reference",
                "'contained':[{'resourceType':'Patient','id':'p'}],'context':{'sourcePatientInfo':{'reference':'#p'}} | | /contained/0",
                "'relatesTo':[{'code':'replaces','target':{'reference':'DocumentReference/1'}}] | | /relatesTo",
                "'securityLabel':[{'text':'secret'}] | | /securityLabel/0",
                "'securityLabel':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'R'}]}] | | /securityLabel/0",
                "'securityLabel':[{'coding':[{'system':'http://example.org','code':'N'}]}] | | /securityLabel/0",
                "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'V'}]} | | /meta/security",
                "'meta':{'tag':[{'system':'urn:healthpassport:author','code':'x'}]} | | /meta/tag/0/system",
                "'implicitRules':'http://example.org' | | /implicitRules",
                "'context':{'modifierExtension':[{'url':'http://example.org','valueCode':'x'}],'event':[{'text':'x'}]} | | /context/modifierExtension",
                "'modifierExtension':[{'url':'http://example.org','valueCode':'x'}] | | /modifierExtension",
                "'type':{'coding':[{'system':'urn:healthpassport:document-type','code':'LETTER'}]} | | /type/coding/0",
                "'type':{'coding':[{'system':'urn:healthpassport:document-type','code':'OTHER'},{'system':'urn:healthpassport:document-type','code':'IDENTITY'}]} | | /type/coding",
                "'subject':{'reference':'Patient/2'},'author':[{'reference':'Patient/1'}] | | /author/0/reference",
                "'subject':{'reference':'Group/1'} | | /subject/reference",
                "'subject':{'reference':'https://example.org/fhir/Patient/1'} | | /subject/reference",
                " | 'url':'https://example.org/letter.pdf' | /content/0/attachment/url",
                " | 'creation':'yesterday' | /content/0/attachment/creation",
                " | 'size':3 | /content/0/attachment/size",
                " | 'hash':'AAAA' | /content/0/attachment/hash",
                " | 'hash':'====' | /content/0/attachment/hash",
                " | 'contentType':'application/pdf' | /content/0/attachment/contentType",
                " | 'contentType':'nonsense' | /content/0/attachment/contentType",
                " | 'contentType':'application/json' | /content/0/attachment/contentType",
                " | 'title':'two\\nlines.txt' | /content/0/attachment/title",
            })
    void shouldRefuseWhatIsNotTrueOrWhatTheServiceDoesNotDo(String members, String ofAttachment, String pointer) {
        // given
        ObjectNode sent =
                reference(with(members == null ? "" : members + ",", ofAttachment == null ? "" : ofAttachment), TEXT);

        // then
        assertThat(objection(sent).pointer()).isEqualTo(pointer);
    }

    @Test
    void shouldTakeNoDocumentThatIsWrong() {
        // given
        ObjectNode sent = reference(with("", ""), TEXT);
        sent.put("status", "entered-in-error");

        // then
        assertThat(objection(sent).pointer()).isEqualTo("/status");
    }

    @Test
    void shouldTakeOneAttachmentWithItsBytes() {
        // given
        ObjectNode two = reference(with("", ""), TEXT);
        two.withArray("content").add(two.at("/content/0").deepCopy());
        ObjectNode none = reference(with("", ""), TEXT);
        ((ObjectNode) none.at("/content/0/attachment")).remove("data");
        ((ObjectNode) none.at("/content/0/attachment")).put("url", "https://example.org/letter.pdf");
        ObjectNode broken = reference(with("", ""), TEXT);
        ((ObjectNode) broken.at("/content/0/attachment")).put("data", "A===");

        // then
        assertThat(objection(two).pointer()).isEqualTo("/content");
        assertThat(catchRefusal(none).members())
                .extracting(InvalidMember::pointer)
                .containsExactly("/content/0/attachment/url", "/content/0/attachment");
        assertThat(catchRefusal(none).members().get(0).detail()).contains("fetches nothing from addresses");
        assertThat(objection(broken).pointer()).isEqualTo("/content/0/attachment/data");
    }

    @Test
    void shouldTakeNoPatientThatStandsInTheResource() {
        // given
        ObjectNode sent = reference(
                with("'contained':[{'resourceType':'Patient','id':'p'}],'subject':{'reference':'#p'},", ""), TEXT);

        // then
        assertThat(catchRefusal(sent).members())
                .extracting(InvalidMember::pointer)
                .containsExactlyInAnyOrder("/contained/0", "/subject/reference");
    }

    private static String with(String members, String ofAttachment) {
        return ("{'resourceType':'DocumentReference','status':'current'," + members + "'content':[{'attachment':{"
                        + ofAttachment + "}}]}")
                .replace("\\'", "\\\"")
                .replace('\'', '"');
    }

    private static ObjectNode reference(String json, byte[] bytes) {
        ObjectNode sent = FhirJson.parse(json.replaceAll("\\R", "").getBytes(UTF_8));
        JsonNode attachment = sent.at("/content/0/attachment");
        ((ObjectNode) attachment).put("data", Base64.getEncoder().encodeToString(bytes));
        if (!attachment.has("contentType")) {
            ((ObjectNode) attachment).put("contentType", "application/octet-stream");
        }
        return sent;
    }

    private static InvalidMember objection(ObjectNode sent) {
        assertThat(catchRefusal(sent).members()).hasSize(1);
        return catchRefusal(sent).members().get(0);
    }

    private static InvalidInput catchRefusal(ObjectNode sent) {
        Refused refused = catchThrowableOfType(Refused.class, () -> DocumentCheck.check(sent, OWN));
        return (InvalidInput) refused.refusal();
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
