package org.healthpassport.api.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The texts and addresses of links. All of them except the page's own address give the same access as the link.
 */
@Component
public final class LinkTexts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    private static final int VERSION = 1;

    private final PublicUrl publicUrl;

    LinkTexts(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** {@code shlink:/} and the minified payload in base64url (SMART Health Links, SHLink payload). */
    private String payload(HealthLink link) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("url", publicUrl.of(path(link)).toString());
        members.put("key", BASE64_URL.encodeToString(link.key()));
        members.put("exp", link.expiresAt().getEpochSecond());
        if (link.asksForPasscode()) {
            members.put("flag", "P");
        }
        if (link.label() != null) {
            members.put("label", link.label());
        }
        members.put("v", VERSION);
        return "shlink:/"
                + BASE64_URL.encodeToString(JSON.writeValueAsString(members).getBytes(UTF_8));
    }

    /** The text that a program needs: the link itself, or the code by which clinicians learn who the patient is. */
    public String payload(QrCodeState qrCode) {
        return qrCode.kind() == QrCodeKind.PATIENT_ID ? qrCode.link().token() : payload(qrCode.link());
    }

    /**
     * The text of a QR code: the address of the page for it, with the payload behind the {@code #}, where only the page
     * can read it.
     */
    public String viewUrl(QrCodeState qrCode) {
        String page = qrCode.kind() == QrCodeKind.PATIENT_ID ? "/connect" : "/view";
        return publicUrl.of(page) + "#" + payload(qrCode);
    }

    /** The address of one file of the link. */
    public URI file(HealthLink link, String fileToken) {
        return publicUrl.of(path(link) + "/files/" + fileToken);
    }

    private static String path(HealthLink link) {
        return "/shl/" + link.token();
    }
}
