package io.keywatch.detect.scan.assign;

/** The text of an XML element: behind attributes, in CDATA, or in a {@code <value>} of its own. */
final class Elements {
    /** Attributes between the name and the end of the tag. */
    private static final int MAX_ATTRIBUTES = 160;

    private static final String CDATA = "<![cdata[";

    /** Elements that hold nothing but the value of the one around them. */
    private static final String[] WRAPPERS = {"<value>", "<string>"};

    private static final String BASE64 = "base64";

    private Elements() {}

    /** @param at behind the name of the tag: attributes or its end */
    static boolean locate(byte[] b, int at, int limit, Located out) {
        int stop = Math.min(limit, at + MAX_ATTRIBUTES);
        boolean base64 = false;
        int i = at;
        while (i < stop && b[i] != '>') {
            if (b[i] == '<') {
                return false;
            }
            base64 |= startsWith(b, i, BASE64, limit);
            i++;
        }
        if (i >= stop || b[i - 1] == '/') {
            return false;
        }
        boolean located = text(b, i + 1, limit, out);
        out.base64 = base64;
        return located;
    }

    /** Like {@link #locate}, but only where the text stands in a wrapper. */
    static boolean wrapped(byte[] b, int at, int limit, Located out) {
        int stop = Math.min(limit, at + MAX_ATTRIBUTES);
        int i = at;
        while (i < stop && b[i] != '>' && b[i] != '<') {
            i++;
        }
        if (i >= stop || b[i] != '>' || b[i - 1] == '/') {
            return false;
        }
        int inner = ValueLocator.whitespace(b, i + 1, Math.min(limit, i + MAX_ATTRIBUTES));
        return wrapper(b, inner, limit) > 0 && text(b, inner, limit, out);
    }

    private static boolean text(byte[] b, int at, int limit, Located out) {
        out.list = false;
        out.item = false;
        out.base64 = false;
        out.operator = '>';
        int start = ValueLocator.whitespace(b, at, Math.min(limit, at + MAX_ATTRIBUTES));
        start += wrapper(b, start, limit);
        boolean cdata = startsWith(b, start, CDATA, limit);
        start += cdata ? CDATA.length() : 0;
        int end = start;
        while (end < limit && end - start < ValueLocator.MAX_VALUE && b[end] != '\n' && b[end] != '\r') {
            if (cdata ? startsWith(b, end, "]]>", limit) : b[end] == '<') {
                break;
            }
            end++;
        }
        // a placeholder in angle brackets is no element: nothing closes it
        int close = ValueLocator.whitespace(b, end, Math.min(limit, end + MAX_ATTRIBUTES));
        boolean closed = cdata || startsWith(b, close, "</", limit);
        return closed && ValueLocator.found(b, start, end, true, out);
    }

    private static int wrapper(byte[] b, int at, int limit) {
        for (String wrapper : WRAPPERS) {
            if (startsWith(b, at, wrapper, limit)) {
                return wrapper.length();
            }
        }
        return 0;
    }

    /** @param what in lower case */
    private static boolean startsWith(byte[] b, int at, String what, int limit) {
        if (at + what.length() > limit) {
            return false;
        }
        for (int i = 0; i < what.length(); i++) {
            byte c = b[at + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != what.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
