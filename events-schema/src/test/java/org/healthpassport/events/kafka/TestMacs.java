package org.healthpassport.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthpassport.events.Service;

/** MACs for tests, of any service: each key is the name of its pair. */
public final class TestMacs {
    private TestMacs() {}

    /** The MACs that a service makes and checks. */
    public static EventMacs of(Service self) {
        return new EventMacs(self, new MacKeys() {
            @Override
            public byte[] mac(Service reader, byte[] content) {
                return hmac(self, reader, content);
            }

            @Override
            public boolean isOwnMac(Service reader, byte[] mac, byte[] content) {
                return MessageDigest.isEqual(mac, hmac(self, reader, content));
            }

            @Override
            public boolean isMac(Service writer, byte[] mac, byte[] content) {
                return MessageDigest.isEqual(mac, hmac(writer, self, content));
            }
        });
    }

    /** The MACs that a newer version of a service makes, whose types and schemas this one does not know. */
    public static Map<Service, byte[]> ofNewerVersion(Service self, KeptEvent event) {
        byte[] content = CloudEvents.content(event, self);
        Map<Service, byte[]> macs = new EnumMap<>(Service.class);
        self.readers().forEach(reader -> macs.put(reader, hmac(self, reader, content)));
        return macs;
    }

    private static byte[] hmac(Service writer, Service reader, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((writer.id() + ' ' + reader.id()).getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
