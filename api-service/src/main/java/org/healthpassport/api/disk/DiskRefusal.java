package org.healthpassport.api.disk;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request gets no room on the disks. */
public sealed interface DiskRefusal extends Refusal {

    /** A disk is low; the rest is not for uploads. */
    record NoUploads() implements DiskRefusal {}

    /** Besides the uploads that are running, there is not enough room for this one and its copy. */
    record NoRoomForUpload() implements DiskRefusal {}

    /** The disks of the store or of the broker are nearly full; the rest is not for new data. */
    record NoNewData() implements DiskRefusal {}
}
