package org.healthpassport.standalone.demo;

/**
 * A file of a demo patient.
 *
 * @param type one of the API's document types
 */
record DemoDocument(String fileName, String type, String title) {

    byte[] content() {
        return DemoResource.read("documents/" + fileName);
    }
}
