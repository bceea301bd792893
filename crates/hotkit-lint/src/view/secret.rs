//! Names that promise a secret.

/// True where a name of this kind nearly always holds a secret, and not the name, length or file of one.
pub(crate) fn promises_secret(name: &str) -> bool {
    // Most names have not even the letters of one of these words.
    let letters = name.chars().fold(0, |all, it| all | letter(it));
    if ["pas", "pwd", "secrt", "key"]
        .iter()
        .all(|it| it.chars().any(|it| letters & letter(it) == 0))
    {
        return false;
    }
    let words = words(name);
    let has = |word: &str| words.iter().any(|it| it == word);
    let about = [
        "name",
        "names",
        "length",
        "len",
        "size",
        "file",
        "path",
        "policy",
        "type",
        "url",
        "uri",
        "enabled",
        "enable",
        "id",
        "ids",
        "ref",
        "href",
        "container",
        "age",
        "expiry",
        "expiration",
        "expires",
        "days",
        "timeout",
        "count",
        "min",
        "max",
        "minimum",
        "maximum",
        "required",
        "format",
        "hash",
        "salt",
        "algorithm",
        "method",
        "auth",
        "flag",
        "change",
        "update",
        "reset",
        "rotation",
        "version",
        "use",
        "store",
        "manager",
        "network",
        "port",
        "host",
        "user",
        "username",
        "bucket",
        "cert",
        "certificate",
        "order",
        "uuid",
        "interval",
        "ttl",
        "period",
        "lifetime",
        "authentication",
        "expire",
        "prompt",
        "field",
        "sequences",
        "characters",
        "charset",
        "dir",
        "mount",
        "location",
        "plugin",
        "driver",
        "warn",
        "complexity",
        "number",
    ];
    let secret = has("password") || has("passwd") || has("passphrase") || has("secret") || has("pwd");
    let secret = secret || (has("private") && has("key")) || (has("secret") && has("key"));
    let secret = secret || (has("api") && has("key")) || has("apikey") || has("adminpass") || has("adminpassword");
    let secret = secret || words.last().is_some_and(|it| it == "pass");
    let last_is_about = words.last().is_some_and(|it| about.contains(&it.as_str()));
    secret
        && !last_is_about
        && !words
            .first()
            .is_some_and(|it| matches!(it.as_str(), "enable" | "use" | "no" | "is"))
}

/// A bit for a letter of either case; what is no ASCII letter may be any.
fn letter(character: char) -> u32 {
    match character {
        'a'..='z' => 1 << (character as u32 - 'a' as u32),
        'A'..='Z' => 1 << (character as u32 - 'A' as u32),
        _ if character.is_ascii() => 0,
        _ => u32::MAX,
    }
}

/// The words of a name: `dbRootPassword`, `db_root_password`, `DB-ROOT-PASSWORD`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            words.push(String::new());
            before_lower = false;
            continue;
        }
        if character.is_uppercase() && before_lower {
            words.push(String::new());
        }
        before_lower = character.is_lowercase() || character.is_numeric();
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|it| !it.is_empty());
    for word in &mut words {
        let digits = word.trim_end_matches(|it: char| it.is_ascii_digit()).len();
        if digits > 0 {
            word.truncate(digits);
        }
    }
    words
}
