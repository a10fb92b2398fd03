#!/usr/bin/env bash
# Your own inference profiles of Amazon Bedrock: make, list and delete them, and print the settings that use them.
# It needs bash (3.2 or newer) and the AWS CLI, signed in as you; AWS decides what you may by your own policies.
if [ -z "${BASH_VERSION:-}" ]; then
  printf '%s: this is for bash: run it as "bash %s"\n' "$0" "$0" >&2
  exit 2
fi
set -euo pipefail

# What your company has set. "bedrock-ledger policies script" prints these lines; print the script anew to change them.
# @constants@
USER_TAG='UserEmail'
COST_CENTER_TAG='CostCenter'
REGIONS=()
MODELS=()
TAG_KEYS=()
TAG_REQUIRED=()
TAG_VALUE_OF=()
TAG_VALUES=()
# @end@

LC_ALL=C
# Whatever somebody has set up for typing: no pages, and no questions.
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off
umask 077
PROGRAM=${0##*/}
TAB=$(printf '\t')

usage() {
  cat <<END
Usage: $PROGRAM COMMAND [OPTIONS]

Your own inference profiles of Amazon Bedrock, with your own AWS credentials (environment, AWS_PROFILE, aws sso login).

Commands:
  create --model ID   get a profile for a model; one that is there already is told, and none is made beside it
  list                your profiles
  delete ARN          delete one of yours; whoever uses it is refused from then on
  settings [ARN]      print the settings that call models through it: Claude Code, AWS CLI; default: the last of yours

Options:
  --model ID          foundation model or system profile, such as us.anthropic.claude-sonnet-4-6
  --region REGION     default: AWS_REGION, else ${REGIONS[0]:-the one that AWS is set up with}
  --user E-MAIL       who you are; default: the tag $USER_TAG of your IAM user or role, else the name of your session
  --cost-center NAME  default: the tag $COST_CENTER_TAG of your IAM user or role, else that of your other profiles
  --tag KEY=VALUE     another tag that your company asks for; again for each
  --all               of list, settings: look at every profile of the Region, also those with names of another form
  --yes               of delete: do not ask
  --help              this

END
  local at
  for ((at = 0; at < ${#TAG_KEYS[@]}; at++)); do
    values_of "$at"
    printf 'Tag %s: %s, %s\n' "${TAG_KEYS[at]}" "${TAG_REQUIRED[at]}" "${VALUES:-any value}"
  done
  if [ ${#MODELS[@]} -gt 0 ]; then printf 'Models: %s\n' "${MODELS[*]}"; fi
  if [ ${#REGIONS[@]} -gt 0 ]; then printf 'Regions: %s\n' "${REGIONS[*]}"; fi
  printf 'Exit codes: 0 done, 1 failed, 2 wrong usage.\n'
}

say() { printf '%s\n' "$*"; }
note() { printf '%s\n' "$*" >&2; }
fail() {
  printf '%s: %s\n' "$PROGRAM" "$1" >&2
  exit 1
}
wrong() {
  printf '%s: %s\n(add --help to see what is possible)\n' "$PROGRAM" "$1" >&2
  exit 2
}

# What a tag may say, in one line: VALUES.
values_of() {
  local i
  VALUES=''
  for ((i = 0; i < ${#TAG_VALUES[@]}; i++)); do
    if [ "${TAG_VALUE_OF[i]}" = "$1" ]; then VALUES="${VALUES:+$VALUES, }${TAG_VALUES[i]}"; fi
  done
}

# Whether a tag of Bedrock can hold it. What can stands between quotes in JSON as it is.
is_tag() {
  [ ${#1} -le 256 ] || return 1
  case $1 in '' | *[!a-zA-Z0-9\ ._:/=+@-]*) return 1 ;; esac
}


# Signs that a name of Bedrock may have; others become a hyphen: LEGAL, of at most $2 signs.
legal() {
  LEGAL=$(printf '%s' "$1" | sed -e 's/[^0-9a-zA-Z][^0-9a-zA-Z]*/-/g' -e 's/^-//' -e 's/-$//')
  LEGAL=${LEGAL:0:$2}
  LEGAL=${LEGAL%-}
}

K=(
  0x428a2f98 0x71374491 0xb5c0fbcf 0xe9b5dba5 0x3956c25b 0x59f111f1 0x923f82a4 0xab1c5ed5 0xd807aa98 0x12835b01
  0x243185be 0x550c7dc3 0x72be5d74 0x80deb1fe 0x9bdc06a7 0xc19bf174 0xe49b69c1 0xefbe4786 0x0fc19dc6 0x240ca1cc
  0x2de92c6f 0x4a7484aa 0x5cb0a9dc 0x76f988da 0x983e5152 0xa831c66d 0xb00327c8 0xbf597fc7 0xc6e00bf3 0xd5a79147
  0x06ca6351 0x14292967 0x27b70a85 0x2e1b2138 0x4d2c6dfc 0x53380d13 0x650a7354 0x766a0abb 0x81c2c92e 0x92722c85
  0xa2bfe8a1 0xa81a664b 0xc24b8b70 0xc76c51a3 0xd192e819 0xd6990624 0xf40e3585 0x106aa070 0x19a4c116 0x1e376c08
  0x2748774c 0x34b0bcb5 0x391c0cb3 0x4ed8aa4a 0x5b9cca4f 0x682e6ff3 0x748f82ee 0x78a5636f 0x84c87814 0x8cc70208
  0x90befffa 0xa4506ceb 0xbef9a3f7 0xc67178f2
)

# SHA-256 of a text of plain signs: HASH. In bash itself, for each system has another program for it.
sha256() {
  local text=$1 i j x m=0xffffffff a b c d e f g h s t
  local -a bytes w
  local -a v
  v=(0x6a09e667 0xbb67ae85 0x3c6ef372 0xa54ff53a 0x510e527f 0x9b05688c 0x1f83d9ab 0x5be0cd19)
  bytes=()
  for ((i = 0; i < ${#text}; i++)); do
    printf -v x '%d' "'${text:i:1}"
    bytes[i]=$x
  done
  bytes[i]=128
  while [ $((${#bytes[@]} % 64)) -ne 56 ]; do bytes[${#bytes[@]}]=0; done
  for ((i = 56; i >= 0; i -= 8)); do bytes[${#bytes[@]}]=$(((${#text} * 8 >> i) & 255)); done
  for ((j = 0; j < ${#bytes[@]}; j += 64)); do
    for ((i = 0; i < 16; i++)); do
      x=$((j + 4 * i))
      w[i]=$((bytes[x] << 24 | bytes[x + 1] << 16 | bytes[x + 2] << 8 | bytes[x + 3]))
    done
    for ((i = 16; i < 64; i++)); do
      x=${w[i - 15]}
      s=$((((x >> 7 | x << 25) ^ (x >> 18 | x << 14) ^ x >> 3) & m))
      x=${w[i - 2]}
      t=$((((x >> 17 | x << 15) ^ (x >> 19 | x << 13) ^ x >> 10) & m))
      w[i]=$(((w[i - 16] + s + w[i - 7] + t) & m))
    done
    a=${v[0]} b=${v[1]} c=${v[2]} d=${v[3]} e=${v[4]} f=${v[5]} g=${v[6]} h=${v[7]}
    for ((i = 0; i < 64; i++)); do
      s=$((((e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)) & m))
      s=$(((h + s + ((e & f) ^ (~e & m & g)) + K[i] + w[i]) & m))
      t=$((((a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)) & m))
      t=$(((t + ((a & b) ^ (a & c) ^ (b & c))) & m))
      h=$g g=$f f=$e e=$(((d + s) & m)) d=$c c=$b b=$a a=$(((s + t) & m))
    done
    v=(
      $(((v[0] + a) & m)) $(((v[1] + b) & m)) $(((v[2] + c) & m)) $(((v[3] + d) & m))
      $(((v[4] + e) & m)) $(((v[5] + f) & m)) $(((v[6] + g) & m)) $(((v[7] + h) & m))
    )
  done
  HASH=$(printf '%08x' "${v[@]}")
}

# The token of an attempt: HASH. As Bedrock Ledger does it: whoever asks twice, here or there, asks with the same, for which
# AWS makes one profile. The other tags stand in the order of their keys, as they do at the top.
token_of() {
  sha256 "$ME|[\"$COST_CENTER\"$CHARGED]|$MODEL|$ACCOUNT|$REGION|$1"
}

# Asks AWS: OUT, and where it refuses ERR, in one line.
WORK=''
trap 'if [ -n "$WORK" ]; then rm -rf "$WORK"; fi' EXIT
ask() {
  local code=0
  OUT=$(aws "$@" --output text </dev/null 2>"$WORK/said") || code=$?
  ERR=$(tr '\n' ' ' <"$WORK/said" | sed -e 's/^ *//' -e 's/ *$//')
  return "$code"
}

prepare() {
  local try name
  command -v aws >/dev/null 2>&1 ||
    fail 'the AWS CLI ("aws") is not here: install it, https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
  for try in 1 2 3 4 5; do
    name="${TMPDIR:-/tmp}/own-profiles.$$.$try$RANDOM"
    if mkdir -m 700 "$name" 2>/dev/null; then
      WORK=$name
      return
    fi
  done
  fail "no temporary folder can be made in ${TMPDIR:-/tmp}: set TMPDIR to a folder of yours"
}

# What AWS refused, why, and what to do.
refused() {
  case $ERR in
    *[Ii]nvalid\ choice*)
      fail "$1: this AWS CLI is too old and does not know inference profiles of Bedrock ($(aws --version 2>&1 | sed 's/ .*//')): install a newer one (version 2.20 or later)"
      ;;
    *ExpiredToken* | *InvalidClientTokenId* | *UnrecognizedClient* | *'Unable to locate credentials'* | *'has expired'* | *'aws sso login'* | *'SSO Token'* | *'security token included in the request'*)
      fail "$1: you are not signed in to AWS, or not any more: run \"aws sso login\" (with --profile NAME, and AWS_PROFILE=NAME here, where you use a profile), then this again ($ERR)"
      ;;
    *ServiceQuotaExceeded*)
      fail "$1: the account has as many profiles as it may in $REGION: delete what you no longer need, take another Region, or ask whoever administers AWS to have the quota L-40EC9882 raised ($ERR)"
      ;;
    *'explicit deny'*)
      fail "$1: a policy denies it outright, whatever else allows it: ask whoever administers AWS which ($ERR)"
      ;;
    *AccessDenied*)
      fail "$1: your policy does not allow it: ${2:-ask whoever administers AWS} ($ERR)"
      ;;
    *Throttling* | *TooManyRequests* | *'Could not connect'* | *'onnect timeout'* | *'ead timeout'*)
      fail "$1: AWS does not answer just now: try again in a moment ($ERR)"
      ;;
    *) fail "$1: $ERR" ;;
  esac
}

# One tag of lines of key and value: VALUE; empty where it is not there.
tag_in() {
  local key value
  VALUE=''
  while IFS=$TAB read -r key value; do
    if [ "$key" = "$2" ]; then VALUE=$value; fi
  done <<END
$1
END
}

# Who asks: ACCOUNT, ME, and the tags of the IAM user or role, where they may be read and are needed: MINE.
who_am_i() {
  local arn name session=''
  ask sts get-caller-identity --region "$REGION" --query '[Account,Arn]' || refused 'who you are cannot be asked'
  ACCOUNT=${OUT%%"$TAB"*} arn=${OUT#*"$TAB"} MINE='' FROM='' name=''
  case $arn in
    arn:*:sts::*:assumed-role/*)
      name=${arn#*:assumed-role/} session=${arn##*/}
      name=${name%%/*} FROM="the role $name"
      ;;
    arn:*:iam::*:user/*) name=${arn##*/} FROM="the IAM user $name" ;;
  esac
  if [ -z "$ME" ] || { [ "$COMMAND" = create ] && [ -z "$COST_CENTER" ]; }; then
    case $FROM in
      'the role '*) ask iam get-role --region "$REGION" --role-name "$name" --query 'Role.Tags[].[Key,Value]' && MINE=$OUT ;;
      'the IAM user '*) ask iam get-user --region "$REGION" --user-name "$name" --query 'User.Tags[].[Key,Value]' && MINE=$OUT ;;
    esac || :
  fi
  if [ -n "$ME" ]; then
    note "You are $ME, as given."
    return
  fi
  case $session in ?*@?*.?*) ;; *) session='' ;; esac
  tag_in "$MINE" "$USER_TAG"
  if [ -n "$VALUE" ] && [ -n "$session" ] && [ "$VALUE" != "$session" ]; then
    wrong "who you are is not clear: AWS says $VALUE and $session. Add --user E-MAIL, letter by letter as your session says it in its tag $USER_TAG"
  fi
  ME=${VALUE:-$session}
  if [ -z "$ME" ]; then
    wrong "AWS does not say who you are: neither a tag $USER_TAG of your IAM user or role nor a name of the session that is an address can be read. Add --user E-MAIL, letter by letter as your session says it in its tag $USER_TAG"
  fi
  is_tag "$ME" || wrong "--user: \"$ME\" cannot be the tag $USER_TAG: Bedrock takes letters, digits, spaces and . _ : / = + @ - in tags"
  if [ -n "$VALUE" ]; then note "You are $ME, from the tag $USER_TAG of $FROM."; else note "You are $ME, from the name of your session as ${FROM#the }."; fi
}

# Your profiles in the Region: OWN_ARNS with OWN_NAMES, OWN_MODELS, OWN_TAGS. With ALL each of the Region is looked at, else
# those that are called as whoever makes profiles here calls them. SKIPPED: how many were not.
own_profiles() {
  local arn name model begin i at=0
  local -a arns names models
  legal "${ME%%@*} x" 50
  begin=${LEGAL%-x} OWN_ARNS=() OWN_NAMES=() OWN_MODELS=() OWN_TAGS=() SKIPPED=0 arns=() names=() models=()
  ask bedrock list-inference-profiles --region "$REGION" --type-equals APPLICATION \
    --query 'inferenceProfileSummaries[].[inferenceProfileArn,inferenceProfileName,models[0].modelArn]' ||
    refused "your profiles in $REGION cannot be listed"
  while IFS=$TAB read -r arn name model; do
    case $arn in arn:*) ;; *) continue ;; esac
    case $name in
      "$begin"-*) ;;
      *) if [ -z "$ALL" ]; then
        SKIPPED=$((SKIPPED + 1))
        continue
      fi ;;
    esac
    arns[at]=$arn names[at]=$name models[at]=${model##*/}
    at=$((at + 1))
  done <<END
$OUT
END
  for ((i = 0; i < at; i++)); do
    if ! ask bedrock list-tags-for-resource --region "$REGION" --resource-arn "${arns[i]}" --query 'tags[].[key,value]'; then
      case $ERR in *ResourceNotFound*) continue ;; *) refused "the tags of ${arns[i]} cannot be read" ;; esac
    fi
    tag_in "$OUT" "$USER_TAG"
    if [ "$VALUE" = "$ME" ]; then
      OWN_ARNS[${#OWN_ARNS[@]}]=${arns[i]}
      OWN_NAMES[${#OWN_NAMES[@]}]=${names[i]}
      OWN_MODELS[${#OWN_MODELS[@]}]=${models[i]}
      OWN_TAGS[${#OWN_TAGS[@]}]=$OUT
    fi
  done
}

# What it is charged to: as given, from the IAM user or role, or from your other profiles where they agree.
cost_center() {
  local i from=''
  if [ -n "$COST_CENTER" ]; then
    note "Cost center $COST_CENTER, as given."
    return
  fi
  tag_in "$MINE" "$COST_CENTER_TAG"
  COST_CENTER=$VALUE
  if [ -n "$COST_CENTER" ]; then from=$FROM; fi
  if [ -z "$COST_CENTER" ]; then
    for ((i = 0; i < ${#OWN_ARNS[@]}; i++)); do
      tag_in "${OWN_TAGS[i]}" "$COST_CENTER_TAG"
      if [ -n "$COST_CENTER" ] && [ -n "$VALUE" ] && [ "$VALUE" != "$COST_CENTER" ]; then
        wrong "your cost center is not clear: your profiles say $COST_CENTER and $VALUE. Add --cost-center NAME"
      fi
      COST_CENTER=${VALUE:-$COST_CENTER} from='your other profiles'
    done
  fi
  if [ -z "$COST_CENTER" ]; then
    wrong "AWS does not say your cost center: neither a tag $COST_CENTER_TAG of your IAM user or role nor a profile of yours can be read. Add --cost-center NAME, letter by letter as your session says it in its tag $COST_CENTER_TAG"
  fi
  is_tag "$COST_CENTER" || wrong "--cost-center: \"$COST_CENTER\" cannot be the tag $COST_CENTER_TAG: Bedrock takes letters, digits, spaces and . _ : / = + @ - in tags"
  note "Cost center $COST_CENTER, from the tag $COST_CENTER_TAG of $from."
}

# The other tags that are asked for, as given: TAGS, in JSON, CHARGED, as the token says them; WANTED_VALUES, one for each of
# TAG_KEYS, empty where it is not given.
further_tags() {
  local i j value allowed
  TAGS='' CHARGED='' WANTED_VALUES=()
  for ((i = 0; i < ${#GIVEN_KEYS[@]}; i++)); do
    allowed=''
    for ((j = 0; j < ${#TAG_KEYS[@]}; j++)); do
      if [ "${TAG_KEYS[j]}" = "${GIVEN_KEYS[i]}" ]; then allowed=yes; fi
    done
    if [ -z "$allowed" ] && [ ${#TAG_KEYS[@]} -eq 0 ]; then wrong "--tag: ${GIVEN_KEYS[i]}: no other tag is asked for here"; fi
    if [ -z "$allowed" ]; then wrong "--tag: ${GIVEN_KEYS[i]} is none of ${TAG_KEYS[*]}"; fi
  done
  for ((j = 0; j < ${#TAG_KEYS[@]}; j++)); do
    value='' allowed=''
    for ((i = 0; i < ${#GIVEN_KEYS[@]}; i++)); do
      if [ "${GIVEN_KEYS[i]}" = "${TAG_KEYS[j]}" ]; then value=${GIVEN_VALUES[i]}; fi
    done
    values_of "$j"
    WANTED_VALUES[j]=$value
    if [ -z "$value" ]; then
      if [ "${TAG_REQUIRED[j]}" = required ]; then wrong "--tag ${TAG_KEYS[j]}=VALUE is needed${VALUES:+: one of $VALUES}"; fi
      continue
    fi
    for ((i = 0; i < ${#TAG_VALUES[@]}; i++)); do
      if [ "${TAG_VALUE_OF[i]}" = "$j" ] && [ "${TAG_VALUES[i]}" = "$value" ]; then allowed=yes; fi
    done
    if [ -n "$VALUES" ] && [ -z "$allowed" ]; then wrong "--tag: ${TAG_KEYS[j]}: \"$value\" is none of $VALUES"; fi
    is_tag "$value" || wrong "--tag: ${TAG_KEYS[j]}: \"$value\": Bedrock takes letters, digits, spaces and . _ : / = + @ - in tags"
    TAGS="$TAGS{\"key\":\"${TAG_KEYS[j]}\",\"value\":\"$value\"},"
    CHARGED="$CHARGED,[\"${TAG_KEYS[j]}\",\"$value\"]"
  done
}

# What a profile is copied from: SOURCE, its NAME, and its model MODEL_KEY.
source_of() {
  local query='[inferenceProfileArn,inferenceProfileName,models[0].modelArn]' i allowed=''
  if ask bedrock get-inference-profile --region "$REGION" --inference-profile-identifier "$MODEL" --query "$query"; then
    IFS=$TAB read -r SOURCE NAME MODEL_KEY <<END
$OUT
END
  else
    case $ERR in *ResourceNotFound* | *ValidationException*) ;; *) refused "the model $MODEL cannot be looked at" ;; esac
    if ask bedrock get-foundation-model --region "$REGION" --model-identifier "$MODEL" --query 'modelDetails.[modelArn,modelName]'; then
      SOURCE=${OUT%%"$TAB"*} NAME=${OUT#*"$TAB"} MODEL_KEY=$SOURCE
    else
      case $ERR in *ResourceNotFound* | *ValidationException*) ;; *) refused "the model $MODEL cannot be looked at" ;; esac
      unknown_model
    fi
  fi
  MODEL_KEY=${MODEL_KEY##*/}
  case $SOURCE in *:inference-profile/* | *:foundation-model/*) ;; *) wrong "--model: \"$MODEL\" is no foundation model and no system profile" ;; esac
  if [ ${#MODELS[@]} -eq 0 ]; then return; fi
  for ((i = 0; i < ${#MODELS[@]}; i++)); do
    # Its only sign with a meaning of its own is a * at the end.
    # shellcheck disable=SC2254
    case $MODEL_KEY in ${MODELS[i]}) allowed=yes ;; esac
  done
  if [ -z "$allowed" ]; then wrong "--model: \"$MODEL\" is not allowed here: ${MODELS[*]}"; fi
}

# Those of the Region whose names have a word of what was typed.
unknown_model() {
  local id word near=''
  ask bedrock list-inference-profiles --region "$REGION" --type-equals SYSTEM_DEFINED \
    --query 'inferenceProfileSummaries[].[inferenceProfileId]' || OUT=''
  while read -r id; do
    for word in $(printf '%s' "$MODEL" | tr -c 'a-zA-Z\n' ' '); do
      case $word in ? | ?? | anthropic | amazon | global | apac) continue ;; esac
      case $id in *"$word"*)
        near="$near $id"
        break
        ;;
      esac
    done
  done <<END
$OUT
END
  wrong "--model: $REGION has no model and no system profile \"$MODEL\"${near:+; do you mean one of:$near}"
}

# The one that is as it is wanted: FOUND; empty where there is none. COUNT: how many of this source there are.
find_same() {
  local i j same
  FOUND='' COUNT=0
  for ((i = 0; i < ${#OWN_ARNS[@]}; i++)); do
    case ${OWN_NAMES[i]} in "$BASE"-*) ;; *) continue ;; esac
    if [ "${OWN_MODELS[i]}" != "$MODEL_KEY" ]; then continue; fi
    COUNT=$((COUNT + 1))
    tag_in "${OWN_TAGS[i]}" "$COST_CENTER_TAG"
    if [ "$VALUE" != "$COST_CENTER" ]; then continue; fi
    same=yes
    # What need not be said and is not wanted must not be there: it is charged otherwise.
    for ((j = 0; j < ${#TAG_KEYS[@]}; j++)); do
      tag_in "${OWN_TAGS[i]}" "${TAG_KEYS[j]}"
      if [ "$VALUE" != "${WANTED_VALUES[j]}" ]; then same=''; fi
    done
    if [ -n "$same" ]; then FOUND=${OWN_ARNS[i]}; fi
  done
}

# Whether AWS has it: for a request that was made before it answers with what it made then, though that be deleted since.
is_there() {
  local look
  for look in 1 2 3; do
    if ask bedrock get-inference-profile --region "$REGION" --inference-profile-identifier "$1" --query inferenceProfileArn; then return 0; fi
    case $ERR in *ResourceNotFound*) ;; *) refused "$1 cannot be looked at" ;; esac
    if [ "$look" != 3 ]; then sleep 1; fi
  done
  return 1
}

create() {
  local attempt last
  if [ -z "$MODEL" ]; then wrong 'create needs --model ID'; fi
  further_tags
  who_am_i
  source_of
  own_profiles
  cost_center
  legal "${ME%%@*} $NAME" 50
  BASE=$LEGAL
  find_same
  if [ -n "$FOUND" ]; then
    say "There is one already: $FOUND"
    return
  fi
  TAGS="[$TAGS{\"key\":\"$USER_TAG\",\"value\":\"$ME\"},{\"key\":\"$COST_CENTER_TAG\",\"value\":\"$COST_CENTER\"}]"
  last=$((COUNT + 50))
  for ((attempt = COUNT; attempt < last; attempt++)); do
    token_of "$attempt"
    if ask bedrock create-inference-profile --region "$REGION" --inference-profile-name "$BASE-${HASH:0:6}" \
      --model-source "{\"copyFrom\":\"$SOURCE\"}" --client-request-token "$HASH" --tags "$TAGS" --query inferenceProfileArn; then
      FOUND=$OUT
      if is_there "$FOUND"; then
        say "Created: $FOUND"
        return
      fi
    else
      case $ERR in
        *ConflictException*)
          own_profiles
          find_same
          if [ -n "$FOUND" ]; then
            say "There is one already: $FOUND"
            return
          fi
          ;;
        *'on resource: '*[:]inference-profile/* | *'on resource: '*[:]foundation-model/*)
          refused "no profile is made of $MODEL" 'this model, or its route, is not allowed: choose another, or ask whoever administers AWS'
          ;;
        *)
          refused "no profile is made of $MODEL" "AWS holds the tags of a new profile ($USER_TAG=$ME, $COST_CENTER_TAG=$COST_CENTER) letter by letter against what your session says of you. Where that is something else, give it with --user and --cost-center; where you may make no profiles at all, ask whoever administers AWS"
          ;;
      esac
    fi
  done
  fail 'AWS answers with profiles that are gone: try again in an hour'
}

list() {
  local i
  who_am_i
  own_profiles
  for ((i = 0; i < ${#OWN_ARNS[@]}; i++)); do
    tag_in "${OWN_TAGS[i]}" "$COST_CENTER_TAG"
    printf '%s\t%s\t%s\t%s\n' "${OWN_NAMES[i]}" "${VALUE:--}" "${OWN_MODELS[i]}" "${OWN_ARNS[i]}"
  done
  if [ ${#OWN_ARNS[@]} -eq 0 ]; then note "No profile of $ME is in $REGION."; fi
  if [ "$SKIPPED" -gt 0 ]; then note "$SKIPPED profiles of $REGION are called otherwise and were not looked at; --all looks at each."; fi
}

# The ARN is one of a profile of this account, and yours.
must_be_mine() {
  case $ARN in
    arn:*:bedrock:*:*:application-inference-profile/*) ;;
    *) wrong "\"$ARN\" is no ARN of an application inference profile: copy it from \"$PROGRAM list\"" ;;
  esac
  case $ARN in *[!a-z0-9A-Z:/-]*) wrong "\"$ARN\" is no ARN of an application inference profile" ;; esac
  REGION=${ARN#arn:*:bedrock:}
  REGION=${REGION%%:*}
  who_am_i
  case $ARN in *:"$ACCOUNT":application-inference-profile/*) ;; *) fail "$ARN is of another account, and you are signed in to $ACCOUNT: sign in there" ;; esac
  if ! ask bedrock list-tags-for-resource --region "$REGION" --resource-arn "$ARN" --query 'tags[].[key,value]'; then
    case $ERR in *ResourceNotFound*) fail "$ARN does not exist, or not any more" ;; *) refused "the tags of $ARN cannot be read" ;; esac
  fi
  tag_in "$OUT" "$USER_TAG"
  if [ "$VALUE" != "$ME" ]; then fail "$ARN is not yours: its tag $USER_TAG says ${VALUE:-nothing}, and you are $ME. Nothing was done"; fi
}

delete() {
  local answer=''
  if [ -z "$ARN" ]; then wrong 'delete needs the ARN of a profile'; fi
  must_be_mine
  if [ -z "$YES" ]; then
    if [ ! -t 0 ]; then wrong 'deleting needs a yes: add --yes'; fi
    printf 'Delete %s? Whoever uses it is refused from then on. [y/N] ' "$ARN" >&2
    read -r answer || :
    case $answer in [yY] | [yY][eE][sS]) ;; *) fail 'nothing was deleted' ;; esac
  fi
  if ! ask bedrock delete-inference-profile --region "$REGION" --inference-profile-identifier "$ARN"; then
    case $ERR in *ResourceNotFound*) ;; *) refused "$ARN is not deleted" ;; esac
  fi
  say "Deleted: $ARN"
}

# Whether Claude Code can use a model: WORDS, what its id says between hyphens.
is_claude() {
  WORDS=-${1#anthropic.claude-}
  WORDS=${WORDS%%:*}
  WORDS=${WORDS%-v1}-
  case $1 in anthropic.claude-v[0-9]* | anthropic.claude-instant*) return 1 ;; anthropic.claude-*) ;; *) return 1 ;; esac
}

# How new a Claude model is, by the numbers of its id that are no dates: RANK.
rank_of() {
  local word numbers=0
  RANK=0
  is_claude "$1" || return 0
  for word in ${WORDS//[-.]/ }; do
    word=${word#v}
    case $word in [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) RANK=$((RANK * 1001 + 10#$word + 1)) numbers=$((numbers + 1)) ;; esac
  done
  for ((; numbers < 4; numbers++)); do RANK=$((RANK * 1001)); done
}

# Your newest profile of a tier: BY, empty where you have none. That at hand, $2, serves its own.
newest_of() {
  local i best=-1
  BY=''
  for ((i = 0; i < ${#OWN_ARNS[@]}; i++)); do
    is_claude "${OWN_MODELS[i]}" || continue
    case $WORDS in *-"$1"-*) ;; *) continue ;; esac
    if [ "$i" = "$2" ]; then
      BY=$i
      return
    fi
    rank_of "${OWN_MODELS[i]}"
    if [ "$RANK" -gt "$best" ]; then best=$RANK BY=$i; fi
  done
}

# Every tier that Claude Code can fall back to: where you have no profile of one, another of yours stands in, the next
# cheaper one first, for else it would call past your profiles.
claude_code() {
  local tier other order stands
  say "export CLAUDE_CODE_USE_BEDROCK='1'"
  say "export ANTHROPIC_MODEL='$ARN'"
  for order in 'fable opus sonnet haiku' 'opus sonnet haiku fable' 'sonnet haiku opus fable' 'haiku sonnet opus fable'; do
    tier=${order%% *} stands=$1
    for other in $order; do
      newest_of "$other" "$1"
      if [ -n "$BY" ]; then
        stands=$BY
        break
      fi
    done
    if [ "$other" != "$tier" ] || [ -z "$BY" ]; then note "You have no profile of the tier $tier: ${OWN_MODELS[stands]} stands in for it."; fi
    say "export ANTHROPIC_DEFAULT_$(printf '%s' "$tier" | tr '[:lower:]' '[:upper:]')_MODEL='${OWN_ARNS[stands]}'"
  done
  say "export ANTHROPIC_SMALL_FAST_MODEL='${OWN_ARNS[stands]}'"
  say "export ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION='$REGION'"
  note 'Versions that you pick by name in Claude Code and have no profile of are called past your profiles.'
}

settings() {
  local i at=''
  if [ -n "$ARN" ]; then must_be_mine; else who_am_i; fi
  own_profiles
  for ((i = 0; i < ${#OWN_ARNS[@]}; i++)); do
    if [ "${ARN:-${OWN_ARNS[i]}}" = "${OWN_ARNS[i]}" ]; then at=$i; fi
  done
  if [ -z "$at" ] && [ -z "$ARN" ]; then fail "no profile of $ME is in $REGION: get one with \"$PROGRAM create --model ID\""; fi
  if [ -z "$at" ]; then fail "$ARN has a name of another form: add --all"; fi
  ARN=${OWN_ARNS[at]}
  tag_in "${OWN_TAGS[at]}" BudgetStatus
  if [ "$VALUE" = exceeded ]; then note 'Its budget is spent: AWS refuses calls through it until somebody lifts that.'; fi
  say "# ${OWN_NAMES[at]} (${OWN_MODELS[at]})"
  say "export AWS_REGION='$REGION'"
  if is_claude "${OWN_MODELS[at]}"; then claude_code "$at"; fi
  say "# aws bedrock-runtime converse --region '$REGION' --model-id '$ARN' --messages '[{\"role\":\"user\",\"content\":[{\"text\":\"Hello\"}]}]'"
}

COMMAND='' ARN='' MODEL='' REGION='' ME='' COST_CENTER='' ALL='' YES='' GIVEN_KEYS=() GIVEN_VALUES=()
while [ $# -gt 0 ]; do
  word=$1
  shift
  case $word in
    -h | --help)
      usage
      exit 0
      ;;
    --all) ALL=yes ;;
    --yes) YES=yes ;;
    --model=* | --region=* | --user=* | --cost-center=* | --tag=*) set -- "${word%%=*}" "${word#*=}" ${1+"$@"} ;;
    --model | --region | --user | --cost-center | --tag)
      case ${1:-} in '' | --*) wrong "$word needs a value" ;; esac
      case $word in
        --model) MODEL=$1 ;;
        --region) REGION=$1 ;;
        --user) ME=$1 ;;
        --cost-center) COST_CENTER=$1 ;;
        --tag)
          case $1 in ?*=*) ;; *) wrong "--tag: \"$1\" must be KEY=VALUE" ;; esac
          GIVEN_KEYS[${#GIVEN_KEYS[@]}]=${1%%=*}
          GIVEN_VALUES[${#GIVEN_VALUES[@]}]=${1#*=}
          ;;
      esac
      shift
      ;;
    -*) wrong "there is no option $word" ;;
    *) if [ -z "$COMMAND" ]; then COMMAND=$word; elif [ -z "$ARN" ]; then ARN=$word; else wrong "\"$word\" is too much"; fi ;;
  esac
done
case $COMMAND in
  create | list | delete | settings) ;;
  '')
    usage
    exit 2
    ;;
  *) wrong "there is no command \"$COMMAND\"" ;;
esac
if [ -n "$ARN" ] && [ "$COMMAND" != delete ] && [ "$COMMAND" != settings ]; then wrong "\"$ARN\" is too much"; fi
case $MODEL in -* | *[!a-zA-Z0-9.:-]*) wrong "--model: \"$MODEL\" is no id of a model such as us.anthropic.claude-sonnet-4-6" ;; esac
if [ -n "$ME" ]; then is_tag "$ME" || wrong "--user: \"$ME\" cannot be the tag $USER_TAG: Bedrock takes letters, digits, spaces and . _ : / = + @ - in tags"; fi
if [ -n "$COST_CENTER" ]; then is_tag "$COST_CENTER" || wrong "--cost-center: \"$COST_CENTER\" cannot be the tag $COST_CENTER_TAG: Bedrock takes letters, digits, spaces and . _ : / = + @ - in tags"; fi
prepare
if [ -z "$REGION" ]; then
  REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
  known=''
  for ((i = 0; i < ${#REGIONS[@]}; i++)); do
    if [ "${REGIONS[i]}" = "$REGION" ]; then known=yes; fi
  done
  # A Region that is set for other work is none that the company has profiles in.
  if [ ${#REGIONS[@]} -gt 0 ] && [ -z "$known" ]; then REGION=${REGIONS[0]}; fi
  if [ -z "$REGION" ]; then REGION=$(aws configure get region </dev/null 2>/dev/null || :); fi
  if [ -z "$REGION" ]; then wrong 'no Region is set: add --region'; fi
elif [ ${#REGIONS[@]} -gt 0 ]; then
  known=''
  for ((i = 0; i < ${#REGIONS[@]}; i++)); do
    if [ "${REGIONS[i]}" = "$REGION" ]; then known=yes; fi
  done
  if [ -z "$known" ]; then wrong "--region: \"$REGION\" is none of ${REGIONS[*]}"; fi
fi
case $REGION in -* | *[!a-z0-9-]*) wrong "--region: \"$REGION\" is no AWS Region such as us-east-1" ;; esac
"$COMMAND"
