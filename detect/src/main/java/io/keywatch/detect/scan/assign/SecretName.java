package io.keywatch.detect.scan.assign;

import io.keywatch.detect.scan.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a name says of its value: words of an identifier, whatever joins them. */
public enum SecretName {
    NONE,
    PASSWORD,
    SECRET,
    TOKEN,
    KEY,
    AUTH;

    /** Literals to look for: every name that {@link #of} accepts contains one. */
    public static final List<String> LITERALS =
            List.of("pass", "pwd", "psw", "secret", "token", "key", "auth", "cred", "kennwort", "senha", "bearer");

    private static final Set<String> PASSWORD_WORDS = Words.setOf("""
            password passwords passwd pass pwd pswd psw passphrase passcode passwort kennwort senha
            userpass dbpass rootpass adminpass mypass userpassword dbpassword userpwd dbpwd sapassword
            newpassword passw sshpass requirepass masterauth keypass storepass dbpasswd rootpassword
            adminpassword pgpassword
            """);
    private static final Set<String> SECRET_WORDS =
            Set.of("secret", "secrets", "clientsecret", "appsecret", "secretkey", "sharedsecret", "apisecret");
    private static final Set<String> TOKEN_WORDS = Set.of(
            "token",
            "tokens",
            "accesstoken",
            "authtoken",
            "refreshtoken",
            "bearer",
            "apitoken",
            "authtok",
            "usertoken",
            "bottoken",
            "idtoken",
            "logintoken",
            "sessiontoken",
            "mytoken",
            "csrftoken");
    private static final Set<String> KEY_WORDS = Set.of(
            "apikey",
            "apikeys",
            "accesskey",
            "privatekey",
            "secretkey",
            "authkey",
            "encryptionkey",
            "masterkey",
            "accountkey",
            "sharedkey",
            "hmackey",
            "appkey",
            "licensekey",
            "signingkey",
            "consumerkey",
            "sharedaccesskey");
    private static final Set<String> KEY_QUALIFIERS = Words.setOf("""
            api access private secret auth encryption encrypt enc signing sign master shared service
            account client app application license licence storage ssh deploy webhook aes hmac jwt
            session cookie cipher crypto rsa host user subscription sas project server security admin
            consumer maps map google aws azure priv sec write read ingest push instrumentation rest des
            mac psk wep wpa token password passwd sdk dev prod live root vapid decryption decrypt
            validation machine device fcm gcm stripe twilio github
            """);
    private static final Set<String> AUTH_WORDS = Set.of(
            "auth",
            "authorization",
            "authorisation",
            "credential",
            "credentials",
            "cred",
            "creds",
            "authentication",
            "basicauth",
            "httpauth");
    /** A last word that makes the name one of something about a secret. */
    private static final Set<String> ABOUT = Words.setOf("""
            name names type types file filename files path paths dir directory url urls uri endpoint
            field fields label length len size count counter min max limit limits policy regex regexp
            pattern expiry expires expiration expire ttl timeout algorithm alg algo format prefix suffix
            index idx hint help text title message msg error errors required enabled disabled valid
            validator validators validate changed manager provider providers factory class classes
            handler placeholder description desc ref refs reference arn version kind column table store
            public mode method methods scheme scope scopes status state level strength reset forgot
            request response resource object usage input prompt ids id at date time age info icon page
            view form event events config configuration settings options option params param parameter
            parameters source generator encoder hasher plugin module service host port domain realm
            issuer audience set map list pair code board word words ring frame frames down up press
            stroke bindings binding separator delimiter start end position pos offset button link action
            callback function func fn cls mgr util utils test tests bundle chain rotation lifetime
            duration interval period cache exists present missing warning warnings
            """);

    private static final Set<String> PUBLIC = Words.setOf("""
            public pub foreign primary partition sort unique candidate composite translation i18n
            keyboard shortcut hot max min num csrf xsrf no without is has lexer parse parser syntax
            fingerprint
            """);

    /** @param name bytes of an identifier, dotted or dashed */
    public static SecretName of(byte[] name, int from, int to) {
        List<String> words = words(name, from, to);
        // the working directory of a shell
        boolean directory = words.size() == 1
                && (words.getFirst().equals("oldpwd")
                        || (to - from == 3 && name[from] == 'P' && name[from + 1] == 'W'));
        if (directory || words.isEmpty() || ABOUT.contains(words.getLast()) || ofPublic(words)) {
            return NONE;
        }
        for (int i = words.size() - 1; i >= 0; i--) {
            SecretName kind = word(words, i);
            if (kind != NONE) {
                return kind;
            }
        }
        return NONE;
    }

    private static boolean ofPublic(List<String> words) {
        for (String word : words) {
            if (PUBLIC.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static SecretName word(List<String> words, int i) {
        String word = words.get(i);
        String before = i > 0 ? words.get(i - 1) : "";
        if (PASSWORD_WORDS.contains(word) || word.endsWith("password") || word.endsWith("passwd")) {
            return PASSWORD;
        }
        if ((word.equals("word") && before.equals("pass")) || (word.equals("phrase") && before.equals("pass"))) {
            return PASSWORD;
        }
        if (KEY_WORDS.contains(word) || (word.equals("key") && qualified(words, i))) {
            return KEY;
        }
        if (SECRET_WORDS.contains(word) || word.endsWith("secret")) {
            return SECRET;
        }
        if (TOKEN_WORDS.contains(word) || word.endsWith("token")) {
            return TOKEN;
        }
        return AUTH_WORDS.contains(word) ? AUTH : NONE;
    }

    private static boolean qualified(List<String> words, int i) {
        for (int k = 0; k < i; k++) {
            if (KEY_QUALIFIERS.contains(words.get(k)) || words.get(k).endsWith("api")) {
                return true;
            }
        }
        return false;
    }

    static List<String> words(byte[] name, int from, int to) {
        List<String> words = new ArrayList<>(4);
        int start = from;
        for (int i = from; i < to; i++) {
            byte c = name[i];
            boolean hump = upper(c)
                    && i > start
                    && (lower(name[i - 1]) || (i + 1 < to && lower(name[i + 1]) && upper(name[i - 1])));
            if (hump || (!upper(c) && !lower(c))) {
                add(words, name, start, i);
                start = hump ? i : i + 1;
            }
        }
        add(words, name, start, to);
        return words;
    }

    private static void add(List<String> words, byte[] name, int from, int to) {
        if (to > from) {
            words.add(new String(name, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
        }
    }

    private static boolean lower(byte b) {
        return b >= 'a' && b <= 'z';
    }

    private static boolean upper(byte b) {
        return b >= 'A' && b <= 'Z';
    }
}
