package org.healthpassport.fhir.narrative;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Checks the content of {@code Narrative.div}. */
public final class Xhtml {
    private static final SAXParserFactory PARSERS = parsers();

    private Xhtml() {}

    /**
     * True if a text is one well-formed {@code div} of XHTML with nothing but formatting in it, and something to read.
     * It is stricter than HL7's validator where browsers that read it as HTML would see something else than an XML
     * parser: CDATA, processing instructions, comments that end early.
     */
    public static boolean isNarrative(String xhtml) {
        NarrativeHandler handler = new NarrativeHandler();
        try {
            SAXParser parser;
            synchronized (PARSERS) {
                parser = PARSERS.newSAXParser();
            }
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
            parser.parse(new InputSource(new StringReader(xhtml)), handler);
            return handler.hasContent();
        } catch (SAXException e) {
            return false;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Expected the parser of the JDK to read a text, but it failed", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SAXParserFactory parsers() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(false);
            return factory;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(
                    "Expected the parser of the JDK to refuse document types, but it cannot", e);
        }
    }
}
