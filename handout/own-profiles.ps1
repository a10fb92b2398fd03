# Your own inference profiles of Amazon Bedrock: make, list and delete them, and print the settings that use them.
# It needs PowerShell (5.1 or newer) and the AWS CLI, signed in as you; AWS decides what you may by your own policies.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# What your company has set. "bedrock-ledger policies script" prints these lines; print the script anew to change them.
# @constants@
$UserTag = 'UserEmail'
$CostCenterTag = 'CostCenter'
$Regions = @()
$Models = @()
$TagKeys = @()
$TagRequired = @()
$TagValueOf = @()
$TagValues = @()
# @end@

$Program = 'own-profiles.ps1'
$SignsOfTags = 'Bedrock takes letters, digits, spaces and . _ : / = + @ - in tags'

function Show-Usage {
    Write-Output @"
Usage: powershell -File $Program COMMAND [OPTIONS]

Your own inference profiles of Amazon Bedrock, with your own AWS credentials (environment, AWS_PROFILE, aws sso login).

Commands:
  create --model ID   get a profile for a model; one that is there already is told, and none is made beside it
  list                your profiles
  delete ARN          delete one of yours; whoever uses it is refused from then on
  settings [ARN]      print the settings that call models through it: Claude Code, AWS CLI; default: the last of yours

Options:
  --model ID          foundation model or system profile, such as us.anthropic.claude-sonnet-4-6
  --region REGION     default: AWS_REGION, else the first that the company has
  --user E-MAIL       who you are; default: the tag $UserTag of your IAM user or role, else the name of your session
  --cost-center NAME  default: the tag $CostCenterTag of your IAM user or role, else that of your other profiles
  --tag KEY=VALUE     another tag that your company asks for; again for each
  --all               of list, settings: look at every profile of the Region, also those with names of another form
  --yes               of delete: do not ask
  --help              this

"@
    for ($at = 0; $at -lt $TagKeys.Count; $at++) {
        $values = @(Get-AllowedValues $at)
        $allowed = 'any value'
        if ($values.Count -gt 0) { $allowed = $values -join ', ' }
        Write-Output "Tag $($TagKeys[$at]): $($TagRequired[$at]), $allowed"
    }
    if ($Models.Count -gt 0) { Write-Output "Models: $($Models -join ' ')" }
    if ($Regions.Count -gt 0) { Write-Output "Regions: $($Regions -join ' ')" }
    Write-Output 'Exit codes: 0 done, 1 failed, 2 wrong usage.'
}

function Write-Note([string] $Text) { [Console]::Error.WriteLine($Text) }
function Stop-Failed([string] $Text) {
    Write-Note "${Program}: $Text"
    exit 1
}
function Stop-Wrong([string] $Text) {
    Write-Note "${Program}: $Text"
    Write-Note '(add --help to see what is possible)'
    exit 2
}

function Get-AllowedValues([int] $Of) {
    for ($i = 0; $i -lt $TagValues.Count; $i++) {
        if ($TagValueOf[$i] -ceq [string] $Of) { $TagValues[$i] }
    }
}

function Test-Tag([string] $Value) { return $Value -cmatch '\A[a-zA-Z0-9 ._:/=+@-]{1,256}\z' }

# Signs that a name of Bedrock may have; others become a hyphen.
function Get-LegalName([string] $Text, [int] $Length) {
    $legal = ($Text -creplace '[^0-9a-zA-Z]+', '-') -creplace '^-|-$', ''
    if ($legal.Length -gt $Length) { $legal = $legal.Substring(0, $Length) }
    return $legal -creplace '-$', ''
}

function Get-Hash([string] $Text) {
    $sha = [System.Security.Cryptography.SHA256]::Create()
    $bytes = $sha.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text))
    return ([System.BitConverter]::ToString($bytes) -replace '-', '').ToLowerInvariant()
}

# The token of an attempt. As Bedrock Ledger does it: whoever asks twice, here or there, asks with the same, for which AWS
# makes one profile. The other tags stand in the order of their keys, as they do at the top.
function Get-Token($Further, [int] $Attempt) {
    $charge = @("""$($script:CostCenter)""") + @(@($Further) | Where-Object { $_ } | ForEach-Object { "[""$($_.key)"",""$($_.value)""]" })
    return Get-Hash "$($script:User)|[$($charge -join ',')]|$($script:Model)|$($script:Account)|$($script:Region)|$Attempt"
}

# Asks AWS. What is asked goes through a file: PowerShell 5.1 hands quotes on to programs in a form of its own.
# Sets $Answer, from JSON; where AWS refuses, $Refusal in one line. Says whether it went well.
$script:Answer = $null
$script:Refusal = ''
function Invoke-Aws([string[]] $Words, [hashtable] $Asked) {
    $file = [System.IO.Path]::GetTempFileName()
    $before = $ErrorActionPreference
    $prompt = $env:AWS_CLI_AUTO_PROMPT
    try {
        # Nobody is asked on behalf of whoever runs this; what they set up for typing is theirs again afterwards.
        $env:AWS_CLI_AUTO_PROMPT = 'off'
        [System.IO.File]::WriteAllText($file, (ConvertTo-Json $Asked -Depth 5), (New-Object System.Text.UTF8Encoding $false))
        # What a program writes to its other output is an error of PowerShell's where errors end the script.
        $ErrorActionPreference = 'Continue'
        $said = @(& aws @Words --cli-input-json "file://$file" --output json 2>&1)
        $code = $LASTEXITCODE
    }
    finally {
        $ErrorActionPreference = $before
        $env:AWS_CLI_AUTO_PROMPT = $prompt
        Remove-Item -LiteralPath $file -ErrorAction SilentlyContinue
    }
    $errors = @($said | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$_" })
    $text = @($said | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }) -join "`n"
    $script:Refusal = (($errors -join ' ') -replace '\s+', ' ').Trim()
    $script:Answer = $null
    if ($code -ne 0) { return $false }
    if ($text.Trim() -ne '') { $script:Answer = ConvertFrom-Json $text }
    return $true
}

# What AWS refused, why, and what to do.
function Stop-Refused([string] $What, [string] $Advice = 'ask whoever administers AWS') {
    $why = $script:Refusal
    if ($why -match 'invalid choice') {
        Stop-Failed "${What}: this AWS CLI is too old and does not know inference profiles of Bedrock: install a newer one (version 2.20 or later)"
    }
    if ($why -match 'ExpiredToken|InvalidClientTokenId|UnrecognizedClient|Unable to locate credentials|has expired|aws sso login|SSO Token|security token included in the request') {
        Stop-Failed "${What}: you are not signed in to AWS, or not any more: run ""aws sso login"" (with --profile NAME, and AWS_PROFILE=NAME here, where you use a profile), then this again ($why)"
    }
    if ($why -match 'ServiceQuotaExceeded') {
        Stop-Failed "${What}: the account has as many profiles as it may in ${script:Region}: delete what you no longer need, take another Region, or ask whoever administers AWS to have the quota L-40EC9882 raised ($why)"
    }
    if ($why -match 'explicit deny') {
        Stop-Failed "${What}: a policy denies it outright, whatever else allows it: ask whoever administers AWS which ($why)"
    }
    if ($why -match 'AccessDenied') { Stop-Failed "${What}: your policy does not allow it: $Advice ($why)" }
    if ($why -match 'Throttling|TooManyRequests|Could not connect|connect timeout|read timeout') {
        Stop-Failed "${What}: AWS does not answer just now: try again in a moment ($why)"
    }
    Stop-Failed "${What}: $why"
}

function Test-NotThere { return $script:Refusal -match 'ResourceNotFound' }

# A member that may be left out.
function Get-Part($Thing, [string] $Name) {
    if ($null -eq $Thing) { return $null }
    $found = $Thing.PSObject.Properties[$Name]
    if ($null -eq $found) { return $null }
    return $found.Value
}

# The value of a tag; empty where it is not there.
function Get-Tag($Tags, [string] $Key) {
    foreach ($tag in @($Tags)) {
        if ($null -eq $tag) { continue }
        $name = Get-Part $tag 'key'
        if ($name -ceq $Key) { return [string] (Get-Part $tag 'value') }
    }
    return ''
}

# Who asks: $Account, $User, and the tags of the IAM user or role, where they may be read and are needed: $Mine.
function Find-Me {
    if (-not (Invoke-Aws @('sts', 'get-caller-identity', '--region', $script:Region) @{})) { Stop-Refused 'who you are cannot be asked' }
    $script:Account = $script:Answer.Account
    $arn = $script:Answer.Arn
    $script:Mine = @()
    $script:From = ''
    $name = ''
    $session = ''
    $isRole = $false
    if ($arn -cmatch ':assumed-role/([^/]+)/(.+)$') {
        $name = $Matches[1]
        $session = $Matches[2]
        $isRole = $true
        $script:From = "the role $name"
    }
    elseif ($arn -cmatch ':user/(?:.*/)?([^/]+)$') {
        $name = $Matches[1]
        $script:From = "the IAM user $name"
    }
    if ($name -ne '' -and ($script:User -eq '' -or ($script:Command -eq 'create' -and $script:CostCenter -eq ''))) {
        if ($isRole) {
            if (Invoke-Aws @('iam', 'get-role', '--region', $script:Region) @{ RoleName = $name }) { $script:Mine = @(Get-Part $script:Answer.Role 'Tags') }
        }
        elseif (Invoke-Aws @('iam', 'get-user', '--region', $script:Region) @{ UserName = $name }) { $script:Mine = @(Get-Part $script:Answer.User 'Tags') }
    }
    if ($script:User -ne '') {
        Write-Note "You are $($script:User), as given."
        return
    }
    if ($session -cnotmatch '^[^@\s]+@[^@\s]+\.[^@\s]+$') { $session = '' }
    $tag = Get-Tag $script:Mine $UserTag
    $add = "Add --user E-MAIL, letter by letter as your session says it in its tag $UserTag"
    if ($tag -ne '' -and $session -ne '' -and $tag -cne $session) { Stop-Wrong "who you are is not clear: AWS says $tag and $session. $add" }
    $script:User = $session
    if ($tag -ne '') { $script:User = $tag }
    if ($script:User -eq '') { Stop-Wrong "AWS does not say who you are: neither a tag $UserTag of your IAM user or role nor a name of the session that is an address can be read. $add" }
    if (-not (Test-Tag $script:User)) { Stop-Wrong "--user: ""$($script:User)"" cannot be the tag ${UserTag}: $SignsOfTags" }
    if ($tag -ne '') { Write-Note "You are $($script:User), from the tag $UserTag of $($script:From)." }
    else { Write-Note "You are $($script:User), from the name of your session as $($script:From -replace '^the ', '')." }
}

# Your profiles in the Region. With --all each of the Region is looked at, else those that are called as whoever makes
# profiles here calls them. $Skipped: how many were not.
function Get-OwnProfiles {
    $begin = (Get-LegalName "$($script:User.Split('@')[0]) x" 50) -creplace '-x$', ''
    $script:Skipped = 0
    if (-not (Invoke-Aws @('bedrock', 'list-inference-profiles', '--region', $script:Region) @{ typeEquals = 'APPLICATION' })) { Stop-Refused "your profiles in $($script:Region) cannot be listed" }
    foreach ($one in @(Get-Part $script:Answer 'inferenceProfileSummaries')) {
        if ($null -eq $one) { continue }
        if (-not $script:All -and -not $one.inferenceProfileName.StartsWith("$begin-", [System.StringComparison]::Ordinal)) {
            $script:Skipped++
            continue
        }
        $arn = $one.inferenceProfileArn
        if (-not (Invoke-Aws @('bedrock', 'list-tags-for-resource', '--region', $script:Region) @{ resourceARN = $arn })) {
            if (Test-NotThere) { continue }
            Stop-Refused "the tags of $arn cannot be read"
        }
        $tags = @(Get-Part $script:Answer 'tags')
        if ((Get-Tag $tags $UserTag) -cne $script:User) { continue }
        $model = (@($one.models)[0].modelArn -split '/')[-1]
        New-Object PSObject -Property @{ Arn = $arn; Name = $one.inferenceProfileName; Model = $model; Tags = $tags }
    }
}

# What it is charged to: as given, from the IAM user or role, or from your other profiles where they agree.
function Find-CostCenter($Own) {
    if ($script:CostCenter -ne '') {
        Write-Note "Cost center $($script:CostCenter), as given."
        return
    }
    $script:CostCenter = Get-Tag $script:Mine $CostCenterTag
    $from = $script:From
    if ($script:CostCenter -eq '') {
        $from = 'your other profiles'
        foreach ($one in @($Own)) {
            $value = Get-Tag $one.Tags $CostCenterTag
            if ($value -eq '') { continue }
            if ($script:CostCenter -ne '' -and $value -cne $script:CostCenter) { Stop-Wrong "your cost center is not clear: your profiles say $($script:CostCenter) and $value. Add --cost-center NAME" }
            $script:CostCenter = $value
        }
    }
    if ($script:CostCenter -eq '') { Stop-Wrong "AWS does not say your cost center: neither a tag $CostCenterTag of your IAM user or role nor a profile of yours can be read. Add --cost-center NAME, letter by letter as your session says it in its tag $CostCenterTag" }
    if (-not (Test-Tag $script:CostCenter)) { Stop-Wrong "--cost-center: ""$($script:CostCenter)"" cannot be the tag ${CostCenterTag}: $SignsOfTags" }
    Write-Note "Cost center $($script:CostCenter), from the tag $CostCenterTag of $from."
}

# The other tags that are asked for, as given.
function Get-FurtherTags {
    foreach ($key in $script:Given.Keys) {
        if ($TagKeys -cnotcontains $key) {
            if ($TagKeys.Count -eq 0) { Stop-Wrong "--tag: ${key}: no other tag is asked for here" }
            Stop-Wrong "--tag: $key is none of $($TagKeys -join ' ')"
        }
    }
    for ($j = 0; $j -lt $TagKeys.Count; $j++) {
        $key = $TagKeys[$j]
        $values = @(Get-AllowedValues $j)
        $value = ''
        if ($script:Given.ContainsKey($key)) { $value = $script:Given[$key] }
        if ($value -eq '') {
            $oneOf = ''
            if ($values.Count -gt 0) { $oneOf = ": one of $($values -join ', ')" }
            if ($TagRequired[$j] -eq 'required') { Stop-Wrong "--tag $key=VALUE is needed$oneOf" }
            continue
        }
        if ($values.Count -gt 0 -and $values -cnotcontains $value) { Stop-Wrong "--tag: ${key}: ""$value"" is none of $($values -join ', ')" }
        if (-not (Test-Tag $value)) { Stop-Wrong "--tag: ${key}: ""$value"": $SignsOfTags" }
        @{ key = $key; value = $value }
    }
}

# What a profile is copied from.
function Get-Source {
    $isProfile = Invoke-Aws @('bedrock', 'get-inference-profile', '--region', $script:Region) @{ inferenceProfileIdentifier = $script:Model }
    if ($isProfile) {
        $arn = $script:Answer.inferenceProfileArn
        $name = $script:Answer.inferenceProfileName
        $key = (@($script:Answer.models)[0].modelArn -split '/')[-1]
    }
    else {
        if ($script:Refusal -notmatch 'ResourceNotFound|ValidationException') { Stop-Refused "the model $($script:Model) cannot be looked at" }
        if (-not (Invoke-Aws @('bedrock', 'get-foundation-model', '--region', $script:Region) @{ modelIdentifier = $script:Model })) {
            if ($script:Refusal -notmatch 'ResourceNotFound|ValidationException') { Stop-Refused "the model $($script:Model) cannot be looked at" }
            Stop-Wrong "--model: $($script:Region) has no model and no system profile ""$($script:Model)"""
        }
        $arn = $script:Answer.modelDetails.modelArn
        $name = $script:Answer.modelDetails.modelName
        $key = ($arn -split '/')[-1]
    }
    if ($arn -cnotmatch ':(inference-profile|foundation-model)/') { Stop-Wrong "--model: ""$($script:Model)"" is no foundation model and no system profile" }
    $allowed = @($Models | Where-Object { $key -clike $_ })
    if ($Models.Count -gt 0 -and $allowed.Count -eq 0) { Stop-Wrong "--model: ""$($script:Model)"" is not allowed here: $($Models -join ' ')" }
    return New-Object PSObject -Property @{ Arn = $arn; Name = $name; Key = $key }
}

# Whether AWS has it: for a request that was made before it answers with what it made then, though that be deleted since.
function Test-There([string] $Arn) {
    for ($look = 1; $look -le 3; $look++) {
        if (Invoke-Aws @('bedrock', 'get-inference-profile', '--region', $script:Region) @{ inferenceProfileIdentifier = $Arn }) { return $true }
        if (-not (Test-NotThere)) { Stop-Refused "$Arn cannot be looked at" }
        if ($look -lt 3) { Start-Sleep -Seconds 1 }
    }
    return $false
}

# Those of the same source, and among them the one that is as it is wanted.
function Get-SameSource($Own, [string] $Base, [string] $Key) {
    @($Own | Where-Object { $_ -and $_.Model -ceq $Key -and $_.Name.StartsWith("$Base-", [System.StringComparison]::Ordinal) })
}
function Test-Wanted($One, $Further) {
    if ((Get-Tag $One.Tags $CostCenterTag) -cne $script:CostCenter) { return $false }
    # What need not be said and is not wanted must not be there: it is charged otherwise.
    foreach ($key in $TagKeys) {
        $value = ''
        foreach ($tag in @($Further)) { if ($tag -and $tag.key -ceq $key) { $value = $tag.value } }
        if ((Get-Tag $One.Tags $key) -cne $value) { return $false }
    }
    return $true
}

function Invoke-Create {
    if ($script:Model -eq '') { Stop-Wrong 'create needs --model ID' }
    $further = @(Get-FurtherTags)
    Find-Me
    $source = Get-Source
    $own = @(Get-OwnProfiles)
    Find-CostCenter $own
    $base = Get-LegalName "$($script:User.Split('@')[0]) $($source.Name)" 50
    $same = @(Get-SameSource $own $base $source.Key)
    $found = @($same | Where-Object { Test-Wanted $_ $further })
    if ($found.Count -gt 0) {
        Write-Output "There is one already: $($found[0].Arn)"
        return
    }
    $tags = @($further) + @(@{ key = $UserTag; value = $script:User }, @{ key = $CostCenterTag; value = $script:CostCenter })
    for ($attempt = $same.Count; $attempt -lt $same.Count + 50; $attempt++) {
        $hash = Get-Token $further $attempt
        $asked = @{
            inferenceProfileName = "$base-$($hash.Substring(0, 6))"
            modelSource = @{ copyFrom = $source.Arn }
            clientRequestToken = $hash
            tags = $tags
        }
        if (Invoke-Aws @('bedrock', 'create-inference-profile', '--region', $script:Region) $asked) {
            $arn = $script:Answer.inferenceProfileArn
            if (Test-There $arn) {
                Write-Output "Created: $arn"
                return
            }
            continue
        }
        if ($script:Refusal -match 'ConflictException') {
            $found = @(Get-SameSource @(Get-OwnProfiles) $base $source.Key | Where-Object { Test-Wanted $_ $further })
            if ($found.Count -gt 0) {
                Write-Output "There is one already: $($found[0].Arn)"
                return
            }
            continue
        }
        if ($script:Refusal -match 'on resource: \S*:(inference-profile|foundation-model)/') {
            Stop-Refused "no profile is made of $($script:Model)" 'this model, or its route, is not allowed: choose another, or ask whoever administers AWS'
        }
        Stop-Refused "no profile is made of $($script:Model)" "AWS holds the tags of a new profile ($UserTag=$($script:User), $CostCenterTag=$($script:CostCenter)) letter by letter against what your session says of you. Where that is something else, give it with --user and --cost-center; where you may make no profiles at all, ask whoever administers AWS"
    }
    Stop-Failed 'AWS answers with profiles that are gone: try again in an hour'
}

function Invoke-List {
    Find-Me
    $own = @(Get-OwnProfiles)
    foreach ($one in $own) {
        $charged = Get-Tag $one.Tags $CostCenterTag
        if ($charged -eq '') { $charged = '-' }
        Write-Output "$($one.Name)`t$charged`t$($one.Model)`t$($one.Arn)"
    }
    if ($own.Count -eq 0) { Write-Note "No profile of $($script:User) is in $($script:Region)." }
    if ($script:Skipped -gt 0) { Write-Note "$($script:Skipped) profiles of $($script:Region) are called otherwise and were not looked at; --all looks at each." }
}

# The ARN is one of a profile of this account, and yours.
function Assert-Mine {
    $arn = $script:Arn
    if ($arn -cnotmatch '^arn:[a-z-]+:bedrock:([a-z0-9-]+):(\d{12}):application-inference-profile/[a-zA-Z0-9]+$') {
        Stop-Wrong """$arn"" is no ARN of an application inference profile: copy it from ""$Program list"""
    }
    $script:Region = $Matches[1]
    $account = $Matches[2]
    Find-Me
    if ($account -ne $script:Account) { Stop-Failed "$arn is of account $account, and you are signed in to $($script:Account): sign in there" }
    if (-not (Invoke-Aws @('bedrock', 'list-tags-for-resource', '--region', $script:Region) @{ resourceARN = $arn })) {
        if (Test-NotThere) { Stop-Failed "$arn does not exist, or not any more" }
        Stop-Refused "the tags of $arn cannot be read"
    }
    $owner = Get-Tag (Get-Part $script:Answer 'tags') $UserTag
    if ($owner -cne $script:User) {
        if ($owner -eq '') { $owner = 'nothing' }
        Stop-Failed "$arn is not yours: its tag $UserTag says $owner, and you are $($script:User). Nothing was done"
    }
}

function Invoke-Delete {
    if ($script:Arn -eq '') { Stop-Wrong 'delete needs the ARN of a profile' }
    Assert-Mine
    if (-not $script:Yes) {
        if ([Console]::IsInputRedirected) { Stop-Wrong 'deleting needs a yes: add --yes' }
        $said = Read-Host "Delete $($script:Arn)? Whoever uses it is refused from then on. [y/N]"
        if ($said -notmatch '^y(es)?$') { Stop-Failed 'nothing was deleted' }
    }
    if (-not (Invoke-Aws @('bedrock', 'delete-inference-profile', '--region', $script:Region) @{ inferenceProfileIdentifier = $script:Arn })) {
        if (-not (Test-NotThere)) { Stop-Refused "$($script:Arn) is not deleted" }
    }
    Write-Output "Deleted: $($script:Arn)"
}

# What the id of a Claude model says between hyphens; nothing of what Claude Code cannot use.
function Get-ClaudeWords([string] $Model) {
    if ($Model -cnotmatch '^anthropic\.claude-(?!v\d|instant)') { return }
    return ($Model -creplace '^anthropic\.claude-', '' -creplace ':.*$', '' -creplace '-v1$', '') -split '[-.]'
}

# How new a Claude model is, by the numbers of its id that are no dates, as a text that sorts so.
function Get-Rank([string] $Model) {
    $numbers = @(Get-ClaudeWords $Model | Where-Object { $_ -cmatch '^v?\d{1,3}$' } | ForEach-Object { $_.TrimStart('v').PadLeft(3, '0') })
    return $numbers -join '.'
}

# Your newest profile of a tier; that at hand serves its own.
function Get-Newest($Own, $One, [string] $Tier) {
    if (@(Get-ClaudeWords $One.Model) -ccontains $Tier) { return $One }
    return @($Own | Where-Object { @(Get-ClaudeWords $_.Model) -ccontains $Tier } | Sort-Object { Get-Rank $_.Model })[-1]
}

# Every tier that Claude Code can fall back to: where you have no profile of one, another of yours stands in, the next
# cheaper one first, for else it would call past your profiles.
function Write-ClaudeCode($Own, $One) {
    Write-Output "`$env:CLAUDE_CODE_USE_BEDROCK = '1'"
    Write-Output "`$env:ANTHROPIC_MODEL = '$($One.Arn)'"
    $by = $One
    foreach ($order in @('fable opus sonnet haiku', 'opus sonnet haiku fable', 'sonnet haiku opus fable', 'haiku sonnet opus fable')) {
        $tiers = $order -split ' '
        $served = @($tiers | Where-Object { $null -ne (Get-Newest $Own $One $_) })
        $by = $One
        if ($served.Count -gt 0) { $by = Get-Newest $Own $One $served[0] }
        if ($served.Count -eq 0 -or $served[0] -cne $tiers[0]) { Write-Note "You have no profile of the tier $($tiers[0]): $($by.Model) stands in for it." }
        Write-Output "`$env:ANTHROPIC_DEFAULT_$($tiers[0].ToUpperInvariant())_MODEL = '$($by.Arn)'"
    }
    Write-Output "`$env:ANTHROPIC_SMALL_FAST_MODEL = '$($by.Arn)'"
    Write-Output "`$env:ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION = '$($script:Region)'"
    Write-Note 'Versions that you pick by name in Claude Code and have no profile of are called past your profiles.'
}

function Invoke-Settings {
    if ($script:Arn -ne '') { Assert-Mine } else { Find-Me }
    $own = @(Get-OwnProfiles)
    $chosen = @($own | Where-Object { $script:Arn -eq '' -or $_.Arn -ceq $script:Arn })
    if ($chosen.Count -eq 0 -and $script:Arn -eq '') { Stop-Failed "no profile of $($script:User) is in $($script:Region): get one with ""$Program create --model ID""" }
    if ($chosen.Count -eq 0) { Stop-Failed "$($script:Arn) has a name of another form: add --all" }
    $one = $chosen[-1]
    if ((Get-Tag $one.Tags 'BudgetStatus') -ceq 'exceeded') { Write-Note 'Its budget is spent: AWS refuses calls through it until somebody lifts that.' }
    Write-Output "# $($one.Name) ($($one.Model))"
    Write-Output "`$env:AWS_REGION = '$($script:Region)'"
    if (@(Get-ClaudeWords $one.Model).Count -gt 0) { Write-ClaudeCode $own $one }
    Write-Output "# aws bedrock-runtime converse --region '$($script:Region)' --model-id '$($one.Arn)' --messages file://messages.json"
}

$script:Command = ''
$script:Arn = ''
$script:Model = ''
$script:Region = ''
$script:User = ''
$script:CostCenter = ''
$script:All = $false
$script:Yes = $false
$script:Given = New-Object 'System.Collections.Generic.Dictionary[string,string]'
# PowerShell makes a list of what has a comma: it is what was typed again, for a sign to be refused that no tag holds.
$words = @($args | ForEach-Object { $_ -join ',' })
for ($at = 0; $at -lt $words.Count; $at++) {
    $word = $words[$at]
    $value = $null
    if ($word -cmatch '^(--(?:model|region|user|cost-center|tag))=(.*)$') {
        $word = $Matches[1]
        $value = $Matches[2]
    }
    if ($word -cmatch '^--(model|region|user|cost-center|tag)$') {
        if ($null -eq $value -and $at + 1 -lt $words.Count) {
            $at++
            $value = $words[$at]
        }
        if ([string]::IsNullOrEmpty($value) -or $value.StartsWith('--', [System.StringComparison]::Ordinal)) { Stop-Wrong "$word needs a value" }
    }
    switch -CaseSensitive -Exact ($word) {
        '-h' { Show-Usage; exit 0 }
        '--help' { Show-Usage; exit 0 }
        '--all' { $script:All = $true }
        '--yes' { $script:Yes = $true }
        '--model' { $script:Model = $value }
        '--region' { $script:Region = $value }
        '--user' { $script:User = $value }
        '--cost-center' { $script:CostCenter = $value }
        '--tag' {
            $equals = $value.IndexOf('=')
            if ($equals -lt 1) { Stop-Wrong "--tag: ""$value"" must be KEY=VALUE" }
            $script:Given[$value.Substring(0, $equals)] = $value.Substring($equals + 1)
        }
        default {
            if ($word.StartsWith('-')) { Stop-Wrong "there is no option $word" }
            if ($script:Command -eq '') { $script:Command = $word }
            elseif ($script:Arn -eq '' -and @('delete', 'settings') -ccontains $script:Command) { $script:Arn = $word }
            else { Stop-Wrong """$word"" is too much" }
        }
    }
}
if ($script:Command -eq '') {
    Show-Usage
    exit 2
}
if (@('create', 'list', 'delete', 'settings') -cnotcontains $script:Command) { Stop-Wrong "there is no command ""$($script:Command)""" }
if ($script:Model -ne '' -and $script:Model -cnotmatch '^[a-zA-Z0-9][a-zA-Z0-9.:-]*$') { Stop-Wrong "--model: ""$($script:Model)"" is no id of a model such as us.anthropic.claude-sonnet-4-6" }
if ($script:User -ne '' -and -not (Test-Tag $script:User)) { Stop-Wrong "--user: ""$($script:User)"" cannot be the tag ${UserTag}: $SignsOfTags" }
if ($script:CostCenter -ne '' -and -not (Test-Tag $script:CostCenter)) { Stop-Wrong "--cost-center: ""$($script:CostCenter)"" cannot be the tag ${CostCenterTag}: $SignsOfTags" }
if (-not (Get-Command aws -ErrorAction SilentlyContinue)) {
    Stop-Failed 'the AWS CLI ("aws") is not here: install it, https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
}
if ($script:Region -eq '') {
    $script:Region = [string] $env:AWS_REGION
    if ($script:Region -eq '') { $script:Region = [string] $env:AWS_DEFAULT_REGION }
    # A Region that is set for other work is none that the company has profiles in.
    if ($Regions.Count -gt 0 -and $Regions -cnotcontains $script:Region) { $script:Region = $Regions[0] }
    if ($script:Region -eq '') { Stop-Wrong 'no Region is set: add --region' }
}
elseif ($Regions.Count -gt 0 -and $Regions -cnotcontains $script:Region) { Stop-Wrong "--region: ""$($script:Region)"" is none of $($Regions -join ' ')" }
if ($script:Region -cnotmatch '^[a-z][a-z0-9-]+$') { Stop-Wrong "--region: ""$($script:Region)"" is no AWS Region such as us-east-1" }

switch ($script:Command) {
    'create' { Invoke-Create }
    'list' { Invoke-List }
    'delete' { Invoke-Delete }
    'settings' { Invoke-Settings }
}
