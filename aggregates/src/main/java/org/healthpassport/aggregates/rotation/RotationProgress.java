package org.healthpassport.aggregates.rotation;

/**
 * The progress of a rotation.
 *
 * @param documents that may have something sealed by an older version
 * @param lookedAt those of them that the present pass has looked at
 * @param resealed documents that were sealed again, in all passes
 * @param unreadable documents with something that an older version sealed, and that does not open
 */
public record RotationProgress(long documents, long lookedAt, long resealed, long unreadable) {
    static final RotationProgress NONE = new RotationProgress(0, 0, 0, 0);
}
