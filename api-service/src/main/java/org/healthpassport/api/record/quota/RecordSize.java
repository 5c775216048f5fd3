package org.healthpassport.api.record.quota;

/** The size of records in the store, which for small resources is mostly not the resource. */
public final class RecordSize {
    /**
     * The head of a record, the version that marks its deletion, and the events of both, which the bus and the audit
     * log keep: about 1.4 kB each.
     */
    private static final long HEAD = 4_096;

    /** The size of a version without its resource: seal, author, names, and its event. */
    private static final long VERSION = 2_048;

    /** The size of an annotation without its text: seal, author, name, and its event. */
    private static final long ANNOTATION = 2_048;

    private RecordSize() {}

    /** The bytes of a record without its versions: its head, and the version that marks its deletion. */
    public static long ofRecord() {
        return HEAD;
    }

    /** The bytes of a version with a resource of that size. */
    public static long ofVersion(long resourceBytes) {
        return ofVersions(1, resourceBytes);
    }

    /** The bytes of so many versions with resources of that size together. */
    public static long ofVersions(long versions, long resourceBytes) {
        return versions * VERSION + resourceBytes;
    }

    /** The bytes of so many annotations with texts of that size together. */
    public static long ofAnnotations(long annotations, long textBytes) {
        return annotations * ANNOTATION + textBytes;
    }
}
