package org.healthpassport.events.kafka;

import org.healthpassport.events.Service;

/** The keys of one service: one for each service that reads its events, and one for each whose events it reads. */
public interface MacKeys {

    /** The MAC by which a reader knows that this service wrote the content. */
    byte[] mac(Service reader, byte[] content);

    /** True if this service made the MAC, of this content and for that reader. Compares in constant time. */
    boolean isOwnMac(Service reader, byte[] mac, byte[] content);

    /** True if that writer made the MAC, of this content and for this service. Compares in constant time. */
    boolean isMac(Service writer, byte[] mac, byte[] content);
}
