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
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DocumentCheckTest {
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
        SentDocument document = DocumentCheck.check(sent);

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
        SentDocument document = DocumentCheck.check(reference(with("", ""), TEXT));

        // then
        assertThat(document.patientId()).isNull();
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
        assertThat(DocumentCheck.check(sent).type()).isEqualTo(type);
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
        assertThat(DocumentCheck.check(sent).bytes()).isEqualTo(bytes);

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
                "'docStatus':'final' | | /docStatus",
                "'date':'2026-11-30T10:00:00Z' | | /date",
                "'author':[{'display':'Dr Example'}] | | /author",
                "'category':[{'text':'Note'}] | | /category",
                "'identifier':[{'value':'1'}] | | /identifier",
                "'masterIdentifier':{'value':'1'} | | /masterIdentifier",
                "'custodian':{'display':'Hospital'} | | /custodian",
                "'relatesTo':[{'code':'replaces','target':{'reference':'DocumentReference/1'}}] | | /relatesTo",
                "'securityLabel':[{'text':'secret'}] | | /securityLabel",
                "'context':{'related':[{'reference':'Encounter/1'}]} | | /context",
                "'language':'de' | | /language",
                "'implicitRules':'http://example.org' | | /implicitRules",
                "'extension':[{'url':'http://example.org','valueCode':'x'}] | | /extension",
                "'modifierExtension':[{'url':'http://example.org','valueCode':'x'}] | | /modifierExtension",
                "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>x</div>'} | | /text",
                "'meta':{'tag':[{'code':'x'}]} | | /meta/tag",
                "'_description':{'extension':[{'url':'http://example.org','valueCode':'x'}]} | | /_description",
                "'type':{'text':'Letter'} | | /type/text",
                "'type':{'coding':[{'system':'http://loinc.org','code':'34133-9'}]} | | /type/coding/0",
                "'type':{'coding':[{'code':'LAB_REPORT'}]} | | /type/coding/0",
                "'subject':{'reference':'Patient/1','display':'Ada'} | | /subject/display",
                "'subject':{'reference':'Group/1'} | | /subject/reference",
                "'subject':{'reference':'https://example.org/fhir/Patient/1'} | | /subject/reference",
                " | 'url':'https://example.org/letter.pdf' | /content/0/attachment/url",
                " | 'language':'de' | /content/0/attachment/language",
                " | 'creation':'2026' | /content/0/attachment/creation",
                " | 'size':3 | /content/0/attachment/size",
                " | 'hash':'AAAA' | /content/0/attachment/hash",
                " | 'hash':'====' | /content/0/attachment/hash",
                " | 'contentType':'application/pdf' | /content/0/attachment/contentType",
                " | 'contentType':'nonsense' | /content/0/attachment/contentType",
                " | 'contentType':'application/json' | /content/0/attachment/contentType",
                " | 'title':'two\\nlines.txt' | /content/0/attachment/title",
            })
    void shouldRefuseWhatADocumentCannotKeepOrWhatIsNotTrue(String members, String ofAttachment, String pointer) {
        // given
        ObjectNode sent =
                reference(with(members == null ? "" : members + ",", ofAttachment == null ? "" : ofAttachment), TEXT);

        // then
        assertThat(objection(sent).pointer()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({"superseded", "entered-in-error"})
    void shouldTakeCurrentDocumentsOnly(String status) {
        // given
        ObjectNode sent = reference(with("", ""), TEXT);
        sent.put("status", status);

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
                .containsExactly("/contained", "/subject/reference");
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
        Refused refused = catchThrowableOfType(Refused.class, () -> DocumentCheck.check(sent));
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
